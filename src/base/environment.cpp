// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/environment.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcessEnvironment>

namespace Patchbay {

namespace {

struct EnvironmentText
{
    Q_DECLARE_TR_FUNCTIONS(EnvironmentText)
};

bool isName(QStringView name)
{
    if (name.isEmpty() || name.front().isDigit())
        return false;
    return std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || c == u'_';
    });
}

Failure badLine(qsizetype line, const QString& why)
{
    return fail(ErrorKind::InvalidInput,
                EnvironmentText::tr("Line %1 of the .env file: %2").arg(line).arg(why),
                EnvironmentText::tr("Write each line as NAME=value"));
}

// A # begins a comment where a space stands before it.
QStringView withoutComment(QStringView value)
{
    for (qsizetype at = 1; at < value.size(); ++at) {
        if (value.at(at) == u'#' && value.at(at - 1).isSpace())
            return value.first(at);
    }
    return value;
}

// Reads a double-quoted value that begins at `at` (after the quote); leaves `at` after its end.
std::optional<QString> doubleQuoted(const QString& text, qsizetype& at)
{
    QString value;
    while (at < text.size()) {
        const QChar c = text.at(at++);
        if (c == u'"')
            return value;
        if (c != u'\\' || at == text.size()) {
            value += c;
            continue;
        }
        const QChar escaped = text.at(at++);
        if (escaped == u'n')
            value += u'\n';
        else if (escaped == u't')
            value += u'\t';
        else if (escaped == u'"' || escaped == u'\\' || escaped == u'$')
            value += escaped;
        else
            value += QString(c) + escaped;
    }
    return std::nullopt;
}

} // namespace

Result<QHash<QString, QString>> parseEnvFile(const QString& source)
{
    QString text = source;
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    if (text.startsWith(QChar(0xFEFF)))
        text.remove(0, 1);

    QHash<QString, QString> variables;
    qsizetype at = 0;
    qsizetype line = 0;
    while (at < text.size()) {
        ++line;
        const auto endOfLine = [&] {
            const qsizetype end = text.indexOf(u'\n', at);
            return end < 0 ? text.size() : end;
        };
        const qsizetype end = endOfLine();
        QStringView whole = QStringView(text).mid(at, end - at).trimmed();
        if (whole.isEmpty() || whole.startsWith(u'#')) {
            at = end + 1;
            continue;
        }
        if (whole.startsWith(QLatin1String("export ")))
            whole = whole.mid(7).trimmed();
        const qsizetype equals = whole.indexOf(u'=');
        const QStringView name = equals < 0 ? whole : whole.left(equals).trimmed();
        if (equals < 0)
            return badLine(line, EnvironmentText::tr("there is no = in it"));
        if (!isName(name))
            return badLine(line, EnvironmentText::tr("the name before = is not a variable's name"));

        const QStringView untrimmed = whole.mid(equals + 1);
        const QStringView rest = untrimmed.trimmed();
        const bool quoted = rest.startsWith(u'"') || rest.startsWith(u'\'');
        if (!quoted) {
            variables.insert(name.toString(), withoutComment(untrimmed).trimmed().toString());
            at = end + 1;
            continue;
        }
        at = rest.data() - text.constData() + 1;
        std::optional<QString> value;
        if (rest.front() == u'"') {
            value = doubleQuoted(text, at);
        } else if (const qsizetype close = text.indexOf(u'\'', at); close >= 0) {
            value = text.mid(at, close - at);
            at = close + 1;
        }
        if (!value)
            return badLine(line, EnvironmentText::tr("the quotation mark is not closed"));
        line += value->count(u'\n');
        const QStringView after = QStringView(text).mid(at, endOfLine() - at).trimmed();
        if (!after.isEmpty() && !after.startsWith(u'#'))
            return badLine(line,
                           EnvironmentText::tr("there is text after the closing quotation mark"));
        variables.insert(name.toString(), *value);
        at = endOfLine() + 1;
    }
    return variables;
}

Environment Environment::ofProcess()
{
    QHash<QString, QString> variables;
    const QProcessEnvironment process = QProcessEnvironment::systemEnvironment();
    for (const QString& name : process.keys())
        variables.insert(name, process.value(name));
    return Environment(std::move(variables));
}

Result<void> Environment::addFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(
            ErrorKind::InvalidInput, EnvironmentText::tr("The file %1 cannot be read").arg(path),
            EnvironmentText::tr("Check its name and that you may read it"), file.errorString());
    }
    auto variables = parseEnvFile(QString::fromUtf8(file.readAll()));
    if (!variables)
        return Failure(variables.error());
    for (auto it = variables->cbegin(); it != variables->cend(); ++it) {
        if (!contains(it.key()))
            m_variables.insert(it.key(), it.value());
    }
    return {};
}

} // namespace Patchbay
