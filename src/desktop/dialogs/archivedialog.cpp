// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/archivedialog.h"

#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Patchbay {

namespace {

constexpr int kWidth = 400;

QLineEdit* passphraseField(const QString& name, const QString& objectName)
{
    auto* edit = new QLineEdit;
    edit->setEchoMode(QLineEdit::Password);
    edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    edit->setAccessibleName(name);
    edit->setObjectName(objectName);
    return edit;
}

} // namespace

ArchiveDialog::ArchiveDialog(AccountStore& accounts, Vault& vault, Way way, QString path,
                             QWidget* parent, SealedFile::Cost cost)
    : QDialog(parent)
    , m_archive(accounts, vault, cost)
    , m_vaultName(vault.displayName())
    , m_way(way)
    , m_path(std::move(path))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("archiveDialog"));
    const bool exports = way == Way::Export;
    setWindowTitle(exports ? tr("Export accounts") : tr("Restore accounts"));

    auto* text = new QLabel(
        exports ? tr("The accounts and their keys go into “%1”, sealed with a passphrase. Without "
                     "it nobody can restore them.")
                      .arg(QFileInfo(m_path).fileName())
                : tr("The accounts of “%1” are added. Those that are here already stay as they "
                     "are.")
                      .arg(QFileInfo(m_path).fileName()));
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setFixedWidth(kWidth);
    auto* fields = new QFormLayout;
    fields->setRowWrapPolicy(QFormLayout::WrapAllRows);
    fields->setVerticalSpacing(4);
    m_first = passphraseField(tr("Passphrase"), QStringLiteral("passphrase"));
    fields->addRow(m_first->accessibleName(), m_first);
    if (exports) {
        m_second = passphraseField(tr("The same once more"), QStringLiteral("passphraseAgain"));
        fields->addRow(m_second->accessibleName(), m_second);
    }
    m_fault = new QLabel;
    m_fault->setObjectName(QStringLiteral("archiveFault"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setProperty("error", true);
    m_fault->setWordWrap(true);
    m_fault->setFixedWidth(kWidth);
    m_fault->hide();
    m_go = new QPushButton(exports ? tr("Export") : tr("Restore"));
    m_go->setObjectName(QStringLiteral("startArchive"));
    m_go->setAccessibleName(m_go->text());
    m_go->setProperty("primary", true);
    m_go->setDefault(true);
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancelArchive"));
    cancel->setAutoDefault(false);
    connect(m_go, &QPushButton::clicked, this, &ArchiveDialog::start);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_go);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    // As high as its texts, whatever they are.
    layout->setSizeConstraint(QLayout::SetFixedSize);
    layout->addWidget(text);
    layout->addLayout(fields);
    layout->addWidget(m_fault);
    layout->addLayout(buttons);
    m_first->setFocus();
}

ArchiveDialog::~ArchiveDialog() = default;

void ArchiveDialog::start()
{
    if (m_first->text().isEmpty())
        return fail(tr("The passphrase is empty. Type one."));
    if (m_second && m_first->text() != m_second->text())
        return fail(tr("The two passphrases differ. Type the same one twice."));
    const Secret passphrase = Secret::take(m_first->text().toUtf8());
    setBusy(true);
    if (m_way == Way::Export) {
        // The file chooser has asked about one that exists.
        m_archive.save(
            m_path, passphrase, true,
            [this](const Result<AccountArchive::Exported>& result) { exported(result); });
    } else {
        m_archive.restore(
            m_path, passphrase, false,
            [this](const Result<AccountArchive::Restored>& result) { restored(result); });
    }
}

void ArchiveDialog::exported(const Result<AccountArchive::Exported>& result)
{
    if (!result)
        return fail(result.error().sentence());
    QStringList lines{tr("%n account(s) exported.", nullptr, result->count)};
    for (const QString& name : result->withoutSecret)
        lines += tr("The key of “%1” is not in %2, so the file has the account without it.")
                     .arg(name, m_vaultName);
    Q_EMIT succeeded(lines.join(QLatin1Char('\n')));
    accept();
}

void ArchiveDialog::restored(const Result<AccountArchive::Restored>& result)
{
    if (!result)
        return fail(result.error().sentence());
    if (result->failure)
        return fail(tr("“%1” could not be restored: %2")
                        .arg(result->failedAt, result->failure->sentence()));
    QStringList lines{
        tr("%n account(s) restored.", nullptr, static_cast<int>(result->added.size()))};
    if (!result->left.isEmpty())
        lines += tr("Left as they are, for they are here already: %1")
                     .arg(result->left.join(QStringLiteral(", ")));
    Q_EMIT succeeded(lines.join(QLatin1Char('\n')));
    accept();
}

void ArchiveDialog::fail(const QString& text)
{
    setBusy(false);
    m_fault->setText(text);
    m_fault->show();
    m_first->setFocus();
}

void ArchiveDialog::setBusy(bool busy)
{
    m_go->setEnabled(!busy);
    m_first->setEnabled(!busy);
    if (m_second)
        m_second->setEnabled(!busy);
    if (busy)
        m_fault->hide();
}

} // namespace Patchbay
