// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/pricesdialog.h"

#include "base/clock.h"
#include "desktop/dialogs/formfields.h"
#include "desktop/guarded.h"
#include "usage/pricebook.h"

#include <QDateEdit>
#include <QDateTime>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

namespace Patchbay {

using namespace Qt::StringLiterals;

PricesDialog::PricesDialog(PriceBook& book, const Clock& clock, QWidget* parent)
    : QDialog(parent)
    , m_book(book)
    , m_clock(clock)
    , m_table(new QTreeView)
    , m_notice(new QLabel)
{
    setWindowTitle(tr("Prices"));
    setObjectName(u"pricesDialog"_s);
    auto* hint = new QLabel(
        tr("In US dollars for a million tokens. A price of your own holds from its day (UTC) until "
           "your next one of that model; what was sent before keeps its cost."));
    hint->setProperty("hint", true);
    hint->setWordWrap(true);

    m_table->setModel(&m_model);
    m_table->setObjectName(u"prices"_s);
    m_table->setAccessibleName(tr("Prices"));
    m_table->setRootIsDecorated(false);
    m_table->setAllColumnsShowFocus(true);
    m_table->setTabKeyNavigation(false);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(PricesModel::ModelColumn, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid() && !m_isFilling)
                    edit(m_model.at(current.row()));
            });

    m_notice->setObjectName(u"pricesNotice"_s);
    m_notice->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(hint);
    layout->addWidget(m_table, 1);
    layout->addWidget(buildForm());
    layout->addWidget(m_notice);
    layout->addWidget(buttons);
    resize(800, 640);

    connect(&m_book, &PriceBook::changed, this, &PricesDialog::fill);
    m_table->ensurePolished(); // rows are as high as the style wants them
    fill();
    m_table->setCurrentIndex(m_model.index(0, 0));
    m_table->setFocus();
}

QLineEdit* PricesDialog::priceField(const QString& name, const QString& objectName)
{
    auto* field = new QLineEdit;
    field->setAccessibleName(name);
    field->setObjectName(objectName);
    field->setAlignment(Qt::AlignRight);
    field->setMinimumWidth(72);
    connect(field, &QLineEdit::returnPressed, this, &PricesDialog::save);
    return field;
}

QWidget* PricesDialog::buildForm()
{
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    const auto add = [grid](const QString& text, QWidget* field) {
        const int column = grid->itemAtPosition(0, 0) ? grid->columnCount() : 0;
        auto* label = new QLabel(text);
        label->setProperty("small", true);
        label->setBuddy(field);
        grid->addWidget(label, 0, column);
        grid->addWidget(field, 1, column);
    };
    m_name = new QLineEdit;
    m_name->setAccessibleName(tr("Model of the price"));
    m_name->setObjectName(u"priceModel"_s);
    m_name->setMinimumWidth(200);
    m_name->setPlaceholderText(tr("Model's id"));
    connect(m_name, &QLineEdit::textChanged, this, &PricesDialog::updateButtons);
    connect(m_name, &QLineEdit::textChanged, this, [this] { tell({}, false); });
    connect(m_name, &QLineEdit::returnPressed, this, &PricesDialog::save);
    m_from = new QDateEdit(today());
    m_from->setAccessibleName(tr("From"));
    m_from->setObjectName(u"priceFrom"_s);
    m_from->setCalendarPopup(true);
    m_from->setDateRange(QDate(2020, 1, 1), QDate(2100, 12, 31));
    connect(m_from, &QDateEdit::dateChanged, this, &PricesDialog::updateButtons);
    add(tr("Model"), m_name);
    add(tr("From"), m_from);
    add(tr("Input"), m_input = priceField(tr("Input"), u"priceInput"_s));
    add(tr("Output"), m_output = priceField(tr("Output"), u"priceOutput"_s));
    add(tr("Write 5 min"), m_write5m = priceField(tr("Write 5 min"), u"priceWrite5m"_s));
    add(tr("Write 1 h"), m_write1h = priceField(tr("Write 1 h"), u"priceWrite1h"_s));
    add(tr("Cache read"), m_read = priceField(tr("Cache read"), u"priceRead"_s));
    grid->setColumnStretch(0, 1);

    m_save = new QPushButton(tr("Save price"));
    m_save->setAccessibleName(m_save->text());
    m_save->setObjectName(u"savePrice"_s);
    m_save->setAutoDefault(false);
    m_save->setProperty("primary", true);
    connect(m_save, &QPushButton::clicked, this, &PricesDialog::save);
    m_remove = new QPushButton(tr("Remove price"));
    m_remove->setAccessibleName(m_remove->text());
    m_remove->setObjectName(u"removePrice"_s);
    m_remove->setToolTip(tr("Go back to the price that ships"));
    m_remove->setAutoDefault(false);
    connect(m_remove, &QPushButton::clicked, this, &PricesDialog::remove);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_save);
    row->addWidget(m_remove);
    row->addStretch();
    grid->setRowMinimumHeight(2, 8);
    grid->addLayout(row, 3, 0, 1, grid->columnCount());
    return box;
}

QDate PricesDialog::today() const
{
    return QDateTime::fromMSecsSinceEpoch(m_clock.nowMs(), Qt::UTC).date();
}

void PricesDialog::fill()
{
    // What is being typed stays, unless this is what came of it.
    const bool showsAnew = std::exchange(m_showsAnew, false);
    const QString name = m_name->text().trimmed();
    const QDate from = m_from->date();
    m_isFilling = !showsAnew;
    m_model.setPrices(m_book.prices(), m_book.edits(), today());
    int row = m_model.rowOf(name, from);
    if (row < 0)
        row = m_model.rowOf(name);
    if (row >= 0)
        m_table->setCurrentIndex(m_model.index(row, 0));
    m_isFilling = false;
    updateButtons();
}

void PricesDialog::edit(const PricesModel::Row& row)
{
    const PriceEdit& price = row.price;
    m_name->setText(price.model);
    m_from->setDate(row.isOwn ? price.validFrom : today());
    const auto fillIn = [](QLineEdit* field, qint64 value) {
        field->setText(plainPrice(value).replace(u'.', QLocale().decimalPoint()));
        field->setCursorPosition(0);
    };
    fillIn(m_input, price.input);
    fillIn(m_output, price.output);
    fillIn(m_write5m, price.cacheWrite5m);
    fillIn(m_write1h, price.cacheWrite1h);
    fillIn(m_read, price.cacheRead);
    m_name->setCursorPosition(0);
    updateButtons();
}

void PricesDialog::updateButtons()
{
    const int row = m_model.rowOf(m_name->text().trimmed(), m_from->date());
    m_remove->setEnabled(row >= 0 && m_model.at(row).isOwn);
    m_save->setEnabled(!m_name->text().trimmed().isEmpty());
}

void PricesDialog::save()
{
    PriceEdit price{m_name->text().trimmed(), m_from->date()};
    const std::initializer_list<std::pair<QLineEdit*, qint64&>> fields = {
        {m_input, price.input},
        {m_output, price.output},
        {m_write5m, price.cacheWrite5m},
        {m_write1h, price.cacheWrite1h},
        {m_read, price.cacheRead}};
    for (const auto& [field, value] : fields) {
        const auto parsed = parsePrice(field->text());
        if (!parsed) {
            tell(parsed.error().sentence(), true);
            field->setFocus();
            field->selectAll();
            return;
        }
        value = *parsed;
    }
    m_book.set(price, guarded(this, [this, price](const Result<void>& done) {
                   settle(done, tr("%1 has this price from %2 on.")
                                    .arg(price.model, QLocale().toString(price.validFrom,
                                                                         QLocale::ShortFormat)));
               }));
}

void PricesDialog::remove()
{
    const QString model = m_name->text().trimmed();
    m_book.remove(model, m_from->date(), guarded(this, [this, model](const Result<void>& done) {
                      settle(done, m_book.shipped().find(model)
                                       ? tr("%1 has the price again that ships.").arg(model)
                                       : tr("%1 has no price any more.").arg(model));
                  }));
}

void PricesDialog::settle(const Result<void>& done, const QString& said)
{
    m_showsAnew = done.has_value();
    tell(done ? said : done.error().sentence(), !done);
}

void PricesDialog::tell(const QString& text, bool isError)
{
    FormFields::say(m_notice, text, isError);
}

} // namespace Patchbay
