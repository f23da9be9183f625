// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/rulefields.h"

#include "desktop/dialogs/rulesmodel.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMinute = 60;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;

} // namespace

RuleFields::RuleFields(QWidget* parent)
    : QWidget(parent)
{
    m_client = new QComboBox;
    m_client->setAccessibleName(tr("Client of the rule"));
    m_client->setObjectName(u"ruleClient"_s);
    m_client->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_client->setMinimumContentsLength(14);
    m_model = line(tr("Asks for"), u"ruleModel"_s, tr("claude-opus-*, or * for every model"));
    m_useModel = line(tr("Gets"), u"ruleUseModel"_s, tr("what it asks for"));
    m_maxTokens = line(tr("Most tokens"), u"ruleMaxTokens"_s, tr("as asked"));
    m_maxTokens->setAlignment(Qt::AlignRight);
    m_maxTokens->setMinimumWidth(104);
    m_cache = new QComboBox;
    m_cache->setAccessibleName(tr("From the cache"));
    m_cache->setObjectName(u"ruleCache"_s);
    m_cache->setToolTip(tr("How long the same request of the same client is answered with the "
                           "answer that it got before"));
    m_cache->addItem(tr("if asked"), QVariant());
    for (const qint64 seconds :
         {qint64(0), kMinute, 10 * kMinute, kHour, 12 * kHour, kDay, 7 * kDay, 30 * kDay})
        m_cache->addItem(RulesModel::cacheText(seconds), seconds);
    connect(m_client, &QComboBox::currentIndexChanged, this, &RuleFields::edited);
    connect(m_cache, &QComboBox::currentIndexChanged, this, &RuleFields::edited);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    const auto add = [grid](int column, int stretch, const QString& text, QWidget* field) {
        auto* label = new QLabel(text);
        label->setProperty("small", true);
        label->setBuddy(field);
        grid->addWidget(label, 0, column);
        grid->addWidget(field, 1, column);
        grid->setColumnStretch(column, stretch);
    };
    add(0, 2, tr("Client"), m_client);
    add(1, 3, tr("Asks for"), m_model);
    add(2, 3, tr("Gets"), m_useModel);
    add(3, 1, tr("Most tokens"), m_maxTokens);
    add(4, 1, tr("From the cache"), m_cache);
    setClients({});
    setRule({});
    setFocusProxy(m_model);
}

QLineEdit* RuleFields::line(const QString& name, const QString& objectName,
                            const QString& placeholder)
{
    auto* made = new QLineEdit;
    made->setAccessibleName(name);
    made->setObjectName(objectName);
    made->setPlaceholderText(placeholder);
    connect(made, &QLineEdit::textEdited, this, &RuleFields::edited);
    connect(made, &QLineEdit::returnPressed, this, &RuleFields::confirmed);
    return made;
}

void RuleFields::setClients(const QStringList& names)
{
    const QString chosen = m_client->currentData().toString();
    const QSignalBlocker blocker(m_client);
    m_client->clear();
    m_client->addItem(tr("All clients"), QString());
    for (const QString& name : names)
        m_client->addItem(name, name);
    chooseClient(chosen);
}

// One that is gone keeps its rule.
void RuleFields::chooseClient(const QString& name)
{
    int index = m_client->findData(name, Qt::UserRole, Qt::MatchFixedString);
    if (index < 0) {
        m_client->addItem(name, name);
        index = m_client->count() - 1;
    }
    m_client->setCurrentIndex(index);
}

void RuleFields::chooseCache(const std::optional<qint64>& seconds)
{
    if (!seconds)
        return m_cache->setCurrentIndex(0);
    int index = m_cache->findData(*seconds);
    if (index < 0) {
        m_cache->addItem(RulesModel::cacheText(*seconds), *seconds);
        index = m_cache->count() - 1;
    }
    m_cache->setCurrentIndex(index);
}

void RuleFields::setRule(const EndpointRule& rule)
{
    const QSignalBlocker clients(m_client);
    const QSignalBlocker caches(m_cache);
    chooseClient(rule.client);
    m_model->setText(rule.model);
    m_model->setCursorPosition(0);
    m_useModel->setText(rule.useModel);
    m_useModel->setCursorPosition(0);
    m_maxTokens->setText(rule.maxTokens > 0 ? QString::number(rule.maxTokens) : QString());
    chooseCache(rule.cacheSeconds);
}

Result<EndpointRule> RuleFields::rule() const
{
    EndpointRule rule;
    rule.client = m_client->currentData().toString();
    rule.model = m_model->text().trimmed();
    if (rule.model.isEmpty())
        rule.model = u"*"_s;
    rule.useModel = m_useModel->text().trimmed();
    if (const QString text = m_maxTokens->text().trimmed(); !text.isEmpty()) {
        // As people write it here ("64,000"), or plain.
        bool isNumber = false;
        rule.maxTokens = text.toLongLong(&isNumber);
        if (!isNumber)
            rule.maxTokens = QLocale().toLongLong(text, &isNumber);
        if (!isNumber || rule.maxTokens < 1) {
            m_maxTokens->setFocus();
            m_maxTokens->selectAll();
            return fail(ErrorKind::InvalidInput, tr("“%1” is no number of tokens").arg(text),
                        tr("Give a number from 1 to %1, or nothing")
                            .arg(QLocale().toString(mostCappedTokens)));
        }
    }
    if (const QVariant seconds = m_cache->currentData(); seconds.isValid())
        rule.cacheSeconds = seconds.toLongLong();
    if (const auto right = validateRule(rule); !right)
        return Failure(right.error());
    return rule;
}

} // namespace Patchbay
