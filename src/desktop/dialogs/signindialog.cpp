// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/signindialog.h"

#include "accounts/oauthsignin.h"
#include "core/programlogin.h"
#include "desktop/guarded.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace Patchbay {

namespace {

constexpr int kWidth = 432;

} // namespace

bool SignInDialog::canSignIn(const Account& account)
{
    if (account.source != AccountSource::Stored)
        return false;
    return account.kind == AccountKind::OAuth ||
           (account.kind == AccountKind::ClaudeCommand && account.secretChangedAtMs <= 0);
}

SignInDialog::SignInDialog(Core& core, const Account& account, QWidget* parent)
    : QDialog(parent)
    , m_core(core)
    , m_id(account.id)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("signInDialog"));
    setWindowTitle(tr("Sign in: %1").arg(account.name));

    m_text = new QLabel(tr("Preparing the sign-in…"));
    m_text->setObjectName(QStringLiteral("signInText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setFixedWidth(kWidth);
    m_address = new QLineEdit;
    m_address->setObjectName(QStringLiteral("signInAddress"));
    m_address->setAccessibleName(tr("Address or command"));
    m_address->setReadOnly(true);
    m_address->hide();
    m_copy = new QPushButton(tr("Copy"));
    m_copy->setObjectName(QStringLiteral("copyAddress"));
    m_copy->setAccessibleName(tr("Copy the address or command"));
    m_copy->setAutoDefault(false);
    m_copy->hide();
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_address->text()); });
    m_code = new QLineEdit;
    m_code->setObjectName(QStringLiteral("signInCode"));
    m_code->setAccessibleName(tr("Code, or the address the browser ended at"));
    m_code->setEchoMode(QLineEdit::Password);
    m_code->hide();
    m_codeLabel = new QLabel(m_code->accessibleName());
    m_codeLabel->setBuddy(m_code);
    m_codeLabel->hide();
    m_submit = new QPushButton(tr("Continue"));
    m_submit->setObjectName(QStringLiteral("submitCode"));
    m_submit->setProperty("primary", true);
    m_submit->hide();
    m_again = new QPushButton(tr("Start again"));
    m_again->setObjectName(QStringLiteral("signInAnew"));
    m_again->setProperty("primary", true);
    m_again->hide();
    connect(m_again, &QPushButton::clicked, this, &SignInDialog::signInOAuth);
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancelSignIn"));
    cancel->setAutoDefault(false);
    connect(m_submit, &QPushButton::clicked, this, &SignInDialog::submitCode);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);

    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_submit);
    buttons->addWidget(m_again);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(8);
    // As high as its texts, whatever they are.
    layout->setSizeConstraint(QLayout::SetFixedSize);
    layout->addWidget(m_text);
    auto* address = new QHBoxLayout;
    address->setSpacing(8);
    address->addWidget(m_address, 1);
    address->addWidget(m_copy);
    layout->addLayout(address);
    layout->addSpacing(4);
    layout->addWidget(m_codeLabel);
    layout->addWidget(m_code);
    layout->addSpacing(8);
    layout->addLayout(buttons);

    if (account.kind == AccountKind::OAuth)
        signInOAuth();
    else
        signInProgram();
}

SignInDialog::~SignInDialog() = default;

void SignInDialog::signInOAuth()
{
    m_again->hide();
    tell(tr("Preparing the sign-in…"));
    auto signIn = m_core.accounts().signIn(m_id);
    if (!signIn) {
        tell(signIn.error().sentence(), true);
        return;
    }
    m_signIn = std::move(*signIn);
    connect(m_signIn.get(), &OAuthSignIn::urlReady, this, &SignInDialog::showAddress);
    connect(m_signIn.get(), &OAuthSignIn::codeRefused, this,
            [this](const Error& error) { tell(error.sentence(), true); });
    connect(m_signIn.get(), &OAuthSignIn::failed, this, &SignInDialog::signInFailed);
    connect(m_signIn.get(), &OAuthSignIn::signedIn, this, [this](const OAuthToken& token) {
        m_core.accounts().keepSignIn(m_id, token,
                                     Patchbay::guarded(this, [this](const Result<void>& kept) {
                                         if (kept)
                                             accept();
                                         else
                                             tell(kept.error().sentence(), true);
                                     }));
    });
    m_signIn->start();
}

// A sign-in is good for one try.
void SignInDialog::signInFailed(const Error& error)
{
    tell(error.sentence(), true);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_address, m_copy, m_codeLabel, m_code, m_submit})
        widget->hide();
    m_code->clear();
    m_again->show();
    m_again->setFocus();
}

void SignInDialog::showText(const QString& addressOrCommand)
{
    m_address->setText(addressOrCommand);
    m_address->setCursorPosition(0);
    m_address->show();
    m_copy->show();
}

void SignInDialog::showAddress(const QUrl& url)
{
    const bool isOpen = QDesktopServices::openUrl(url);
    tell(isOpen ? tr("Your browser shows the provider's sign-in. This closes once it is done.")
                : tr("Open this address in a browser and sign in."));
    showText(url.toString(QUrl::FullyEncoded));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_codeLabel, m_code, m_submit})
        widget->show();
    m_code->setFocus();
}

void SignInDialog::submitCode()
{
    if (!m_code->text().trimmed().isEmpty() && m_signIn)
        m_signIn->submitCode(m_code->text());
}

void SignInDialog::signInProgram()
{
    ProgramLogin& login = m_core.programLogin();
    connect(&login, &ProgramLogin::opened, this, [this] {
        tell(tr("A terminal shows the sign-in of the claude program. This closes once it is "
                "done."));
    });
    connect(&login, &ProgramLogin::commandNeeded, this, [this](const QString& command) {
        tell(tr("Type this in a terminal. This closes once you are signed in."));
        showText(command);
    });
    connect(&login, &ProgramLogin::failed, this,
            [this](const Error& error) { tell(error.sentence(), true); });
    connect(&login, &ProgramLogin::signedIn, this, [this](const AccountId& id) {
        if (id == m_id)
            accept();
    });
    connect(this, &QDialog::rejected, &login, &ProgramLogin::giveUp);
    login.start(m_id);
}

void SignInDialog::tell(const QString& text, bool isError)
{
    m_text->setProperty("error", isError);
    m_text->style()->unpolish(m_text);
    m_text->style()->polish(m_text);
    m_text->setText(text);
}

} // namespace Patchbay
