// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace Patchbay {

class OAuthSignIn;

/// Signs one account in: at its provider in the person's browser, or with the `claude`
/// program in a terminal. Accepted when the account is signed in. GUI thread.
class SignInDialog final : public QDialog
{
    Q_OBJECT
public:
    /// Whether there is a sign-in to repeat, rather than a key or token to replace.
    [[nodiscard]] static bool canSignIn(const Account& account);

    SignInDialog(Core& core, const Account& account, QWidget* parent);
    ~SignInDialog() override;

private:
    void signInOAuth();
    void signInProgram();
    void showAddress(const QUrl& url);
    void showText(const QString& addressOrCommand);
    void submitCode();
    void signInFailed(const Error& error);
    void tell(const QString& text, bool isError = false);

    Core& m_core;
    const AccountId m_id;
    std::unique_ptr<OAuthSignIn> m_signIn;
    QLabel* m_text = nullptr;
    QLineEdit* m_address = nullptr; // or the command to type
    QPushButton* m_copy = nullptr;
    QLabel* m_codeLabel = nullptr;
    QLineEdit* m_code = nullptr;
    QPushButton* m_submit = nullptr;
    QPushButton* m_again = nullptr;
};

} // namespace Patchbay
