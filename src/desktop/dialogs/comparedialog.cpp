// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/comparedialog.h"

#include "desktop/dialogs/formfields.h"
#include "desktop/dollartext.h"

#include <QDateEdit>
#include <QDateTime>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMostDays = 366;

QStringList cells(const UsageComparison::Row& row)
{
    const QLocale locale;
    const UsageComparison::Sums difference = row.difference();
    return {locale.toString(row.ledger.tokens()),  locale.toString(row.provider.tokens()),
            locale.toString(difference.tokens()),  dollarText(row.ledger.costMicroUsd),
            dollarText(row.provider.costMicroUsd), dollarText(difference.costMicroUsd)};
}

QTreeWidgetItem* item(const QStringList& texts, bool isTotal)
{
    auto* made = new QTreeWidgetItem(texts);
    for (int column = 0; column < texts.size(); ++column) {
        made->setTextAlignment(column,
                               Qt::AlignVCenter | (column < 2 ? Qt::AlignLeft : Qt::AlignRight));
        QFont font = made->font(column);
        font.setBold(isTotal);
        made->setFont(column, font);
    }
    return made;
}

} // namespace

CompareDialog::CompareDialog(Core& core, QWidget* parent)
    : QDialog(parent)
    , m_core(core)
    , m_table(new QTreeWidget)
    , m_notice(new QLabel)
{
    setWindowTitle(tr("Compare with the provider's report"));
    setObjectName(u"compareDialog"_s);
    auto* hint = new QLabel(
        tr("The provider tells organisations what they used, by days of UTC. That takes an admin "
           "key: it is asked for each time and not kept. Subscriptions, other addresses and the "
           "demo are left out."));
    hint->setProperty("hint", true);
    hint->setWordWrap(true);
    m_table->setObjectName(u"comparison"_s);
    m_table->setAccessibleName(tr("Comparison"));
    m_table->setRootIsDecorated(false);
    m_table->setAllColumnsShowFocus(true);
    m_table->setTabKeyNavigation(false);
    m_table->setHeaderItem(
        item({tr("Day (UTC)"), tr("Model"), tr("Ledger"), tr("Provider"), tr("Difference"),
              tr("Ledger $"), tr("Provider $"), tr("Difference $")},
             false));
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_notice->setObjectName(u"compareNotice"_s);
    m_notice->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(hint);
    layout->addWidget(buildForm());
    layout->addWidget(m_table, 1);
    layout->addWidget(m_notice);
    layout->addWidget(buttons);
    resize(860, 560);
    m_key->setFocus();
}

QWidget* CompareDialog::buildForm()
{
    m_key = new QLineEdit;
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setAccessibleName(tr("Admin key"));
    m_key->setObjectName(u"adminKey"_s);
    m_key->setPlaceholderText(u"sk-ant-admin…"_s);
    const QDate today = QDateTime::fromMSecsSinceEpoch(m_core.clock().nowMs(), Qt::UTC).date();
    const auto day = [&](const QDate& date, const QString& name, const QString& objectName) {
        auto* edit = new QDateEdit(date);
        edit->setCalendarPopup(true);
        edit->setAccessibleName(name);
        edit->setObjectName(objectName);
        edit->setDateRange(QDate(2023, 1, 1), today);
        return edit;
    };
    m_first = day(today.addDays(-6), tr("First day"), u"compareFirst"_s);
    m_last = day(today, tr("Last day"), u"compareLast"_s);
    m_start = new QPushButton(tr("Compare"));
    m_start->setAccessibleName(m_start->text());
    m_start->setObjectName(u"startCompare"_s);
    m_start->setProperty("primary", true);
    m_start->setAutoDefault(false);
    m_start->setEnabled(false);
    connect(m_key, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_start->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_key, &QLineEdit::returnPressed, this, &CompareDialog::start);
    connect(m_start, &QPushButton::clicked, this, &CompareDialog::start);

    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    const auto add = [grid](int column, const QString& text, QWidget* field) {
        auto* label = new QLabel(text);
        label->setProperty("small", true);
        label->setBuddy(field);
        grid->addWidget(label, 0, column);
        grid->addWidget(field, 1, column);
    };
    add(0, tr("Admin key"), m_key);
    add(1, tr("First day"), m_first);
    add(2, tr("Last day"), m_last);
    grid->addWidget(m_start, 1, 3);
    grid->setColumnStretch(0, 1);
    return box;
}

void CompareDialog::start()
{
    if (!m_start->isEnabled())
        return;
    const QDate since = m_first->date();
    const QDate until = m_last->date().addDays(1);
    if (since >= until || since.daysTo(until) > kMostDays) {
        tell(tr("Choose one to %1 days, the first before the last.").arg(kMostDays), true);
        m_first->setFocus();
        return;
    }
    const Secret key = Secret::take(m_key->text().trimmed().toUtf8());
    m_start->setEnabled(false);
    m_table->clear();
    tell(tr("Asking the provider…"), false);
    // The comparison is the dialog's and calls nobody once it is gone.
    m_compare = std::make_unique<UsageCompare>(m_core);
    m_compare->start(key, since, until, [this](const Result<UsageComparison>& comparison) {
        m_start->setEnabled(!m_key->text().trimmed().isEmpty());
        if (comparison)
            take(*comparison);
        else
            tell(comparison.error().sentence(), true);
    });
}

void CompareDialog::take(const UsageComparison& comparison)
{
    for (const UsageComparison::Row& row : comparison.rows)
        m_table->addTopLevelItem(item(QStringList{QLocale().toString(row.day, QLocale::ShortFormat),
                                                  row.model.isEmpty() ? u"–"_s : row.model} +
                                          cells(row),
                                      false));
    if (comparison.rows.isEmpty()) {
        tell(tr("Neither the ledger nor the provider has any use in this period."), false);
        return;
    }
    m_table->addTopLevelItem(
        item(QStringList{tr("Total"), QString()} + cells(comparison.total), true));
    tell(comparison.isSame()
             ? tr("Ledger and provider agree.")
             : tr("Differences are usual: other programs use the same keys, reports come some "
                  "minutes late and by days of UTC, costs include discounts and what is not "
                  "tokens, and answers that were cut short are billed in full."),
         false);
}

void CompareDialog::tell(const QString& text, bool isError)
{
    FormFields::say(m_notice, text, isError);
}

} // namespace Patchbay
