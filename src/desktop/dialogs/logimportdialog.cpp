// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/logimportdialog.h"

#include "core/core.h"
#include "desktop/dialogs/formfields.h"
#include "usage/logimportwords.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 560;

QLabel* label(const QString& text, QWidget* field)
{
    auto* made = new QLabel(text);
    made->setBuddy(field);
    return made;
}

} // namespace

LogImportDialog::LogImportDialog(Core& core, QWidget* parent)
    : QDialog(parent)
    , m_core(core)
{
    setWindowTitle(tr("Import Claude Code logs"));
    setObjectName(u"logImportDialog"_s);
    auto* hint = new QLabel(
        tr("Adds what Claude Code's session logs on this machine say was used, as a client of its "
           "own. Each answer comes in once, however often you do it; what went through Patchbay is "
           "left out. Nothing of the conversations is read but models, times and tokens."));
    hint->setProperty("hint", true);
    hint->setWordWrap(true);
    m_folder = new QLineEdit(QDir::toNativeSeparators(QDir::home().filePath(u".claude"_s)));
    m_folder->setAccessibleName(tr("Folder of Claude Code"));
    m_folder->setObjectName(u"logFolder"_s);
    connect(m_folder, &QLineEdit::returnPressed, this, &LogImportDialog::start);
    m_choose = new QPushButton(tr("Choose…"));
    m_choose->setAccessibleName(tr("Choose the folder"));
    m_choose->setObjectName(u"chooseLogFolder"_s);
    m_choose->setAutoDefault(false);
    connect(m_choose, &QPushButton::clicked, this, &LogImportDialog::chooseFolder);
    m_account = new QComboBox;
    m_account->setAccessibleName(tr("Put it under"));
    m_account->setObjectName(u"logAccount"_s);
    m_account->addItem(tr("No account"), 0);
    const QList<Account> accounts = m_core.accounts().accounts();
    for (const Account& account : accounts) {
        if (account.source != AccountSource::Demo)
            m_account->addItem(account.name, account.number);
    }
    m_progress = new QProgressBar;
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setObjectName(u"logProgress"_s);
    m_progress->setAccessibleName(tr("Reading"));
    m_progress->hide();
    m_notice = new QLabel;
    m_notice->setObjectName(u"logNotice"_s);
    m_notice->setWordWrap(true);
    m_notice->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* buttons = new QDialogButtonBox;
    m_start = buttons->addButton(tr("Import"), QDialogButtonBox::ActionRole);
    m_start->setAccessibleName(m_start->text());
    m_start->setObjectName(u"startLogImport"_s);
    m_start->setProperty("primary", true);
    m_start->setAutoDefault(false);
    m_close = buttons->addButton(QDialogButtonBox::Close);
    m_close->setAutoDefault(false);
    connect(m_start, &QPushButton::clicked, this, &LogImportDialog::start);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_folder, 1);
    row->addWidget(m_choose);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(8);
    layout->addWidget(hint);
    layout->addSpacing(8);
    layout->addWidget(label(tr("Folder of Claude Code"), m_folder));
    layout->addLayout(row);
    layout->addSpacing(4);
    layout->addWidget(label(tr("Put it under"), m_account));
    layout->addWidget(m_account);
    layout->addSpacing(4);
    layout->addWidget(m_progress);
    layout->addWidget(m_notice, 1, Qt::AlignTop);
    layout->addWidget(buttons);
    resize(kWidth, 420);
    m_start->setFocus();
}

void LogImportDialog::chooseFolder()
{
    auto* dialog = new QFileDialog(this, tr("Folder of Claude Code"), m_folder->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_folder,
            [this](const QString& folder) { m_folder->setText(QDir::toNativeSeparators(folder)); });
    dialog->open();
}

void LogImportDialog::start()
{
    if (!m_start->isEnabled())
        return;
    LogImport::Order order;
    order.folder = QDir::fromNativeSeparators(m_folder->text().trimmed());
    order.excluded = m_core.paths().claudeDir();
    order.account = m_account->currentData().toLongLong();
    setRunning(true);
    tell(tr("Reading…"), false);
    // The import is the dialog's and calls nobody once it is gone.
    m_import = std::make_unique<LogImport>(m_core.database(), m_core.prices());
    m_import->start(
        order,
        [this](const LogImportSummary& summary) {
            tell(tr("%n answer(s) added so far.", nullptr, static_cast<int>(summary.turns.added)),
                 false);
            Q_EMIT imported();
        },
        [this](const Result<LogImportSummary>& done) {
            setRunning(false);
            if (done)
                take(*done);
            else
                tell(done.error().sentence(), true);
            Q_EMIT imported();
        });
}

void LogImportDialog::take(const LogImportSummary& summary)
{
    const LogImportWords words = LogImportWords::of(summary);
    tell((words.done + words.notes).join(u'\n'), false);
}

void LogImportDialog::setRunning(bool runs)
{
    for (QWidget* widget : std::initializer_list<QWidget*>{m_folder, m_choose, m_account, m_start})
        widget->setEnabled(!runs);
    m_progress->setVisible(runs);
    if (!runs)
        m_close->setFocus();
}

void LogImportDialog::tell(const QString& text, bool isError)
{
    FormFields::say(m_notice, text, isError);
}

} // namespace Patchbay
