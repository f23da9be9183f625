// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/demoanswers.h"

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace Patchbay {

namespace {

struct Prompt
{
    QString text;
    bool hasAttachment = false;
    qsizetype turns = 0;
};

Prompt promptOf(const QJsonObject& body)
{
    Prompt prompt;
    const QJsonArray messages = body.value(u"messages").toArray();
    for (const QJsonValue& value : messages) {
        const QJsonObject message = value.toObject();
        if (message.value(u"role").toString() != QLatin1String("user"))
            continue;
        ++prompt.turns;
        prompt.hasAttachment = false;
        const QJsonValue content = message.value(u"content");
        prompt.text = content.toString();
        const QJsonArray blocks = content.toArray();
        for (const QJsonValue& block : blocks) {
            const QString type = block.toObject().value(u"type").toString();
            prompt.text += block.toObject().value(u"text").toString() + u'\n';
            prompt.hasAttachment |=
                type == QLatin1String("image") || type == QLatin1String("document");
        }
    }
    return prompt;
}

bool isChinese(const QString& text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.unicode() >= 0x4e00 && c.unicode() <= 0x9fff; });
}

bool mentions(const QString& text, const QString& words)
{
    return text.contains(
        QRegularExpression(words, QRegularExpression::CaseInsensitiveOption |
                                      QRegularExpression::UseUnicodePropertiesOption));
}

QString englishName(const Prompt& prompt)
{
    const QString& text = prompt.text;
    if (prompt.hasAttachment)
        return QStringLiteral("attachment");
    if (mentions(text, QStringLiteral("\\b(c\\+\\+|cpp|qt)(?!\\w)")))
        return QStringLiteral("cpp");
    if (mentions(text, QStringLiteral("\\b(python|code|script|function|program|algorithm)\\b")))
        return QStringLiteral("python");
    if (mentions(text, QStringLiteral("\\b(table|compar\\w+|versus|vs|difference)\\b")))
        return QStringLiteral("table");
    if (mentions(text, QStringLiteral("\\b(long|essay|story|article|at length|detailed)\\b")))
        return QStringLiteral("long");
    if (mentions(text, QStringLiteral("\\b(list|steps?|plan|ideas|how (do|can|to))\\b")))
        return QStringLiteral("list");
    if (mentions(text, QStringLiteral("\\b(hello|hi|hey|good (morning|evening|day)|thanks?)\\b")))
        return prompt.turns % 2 == 1 ? QStringLiteral("hello") : QStringLiteral("hello-2");
    static const QStringList others{QStringLiteral("general"), QStringLiteral("general-2"),
                                    QStringLiteral("general-3")};
    return others.at(std::max<qsizetype>(0, prompt.turns - 1) % others.size());
}

QString chineseName(const Prompt& prompt)
{
    const QString& text = prompt.text;
    if (mentions(text, QStringLiteral("代码|程序|函数|python|算法|脚本")))
        return QStringLiteral("zh-code");
    if (mentions(text, QStringLiteral("表格|对比|比较|区别")))
        return QStringLiteral("zh-table");
    if (mentions(text, QStringLiteral("你好|您好|早上好|晚上好|谢谢|嗨")))
        return QStringLiteral("zh-hello");
    return QStringLiteral("zh-general");
}

QString read(const QString& name)
{
    QFile file(QStringLiteral(":/demo/%1.md").arg(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

} // namespace

DemoAnswer demoAnswer(const QJsonObject& body)
{
    const Prompt prompt = promptOf(body);
    if (isChinese(prompt.text) && !prompt.hasAttachment)
        return {read(chineseName(prompt)), read(QStringLiteral("zh-thinking"))};
    return {read(englishName(prompt)), read(QStringLiteral("thinking"))};
}

} // namespace Patchbay
