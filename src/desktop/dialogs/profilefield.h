// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/oauthprofile.h"

#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;

namespace Patchbay {

/// The profile file of an OAuth provider, read as soon as it is chosen. GUI thread.
class ProfileField final : public QWidget
{
    Q_OBJECT
public:
    explicit ProfileField(QWidget* parent = nullptr);

    void clear();
    /// Of the file that is named, when it holds one to sign in with.
    [[nodiscard]] const std::optional<OAuthProfile>& profile() const { return m_profile; }
    /// Reads the file again; what is wrong with it is told below.
    bool check();

Q_SIGNALS:
    void changed();
    void returnPressed();

private:
    void choose();

    QLineEdit* m_path = nullptr;
    QLabel* m_hint = nullptr;
    QLabel* m_fault = nullptr;
    std::optional<OAuthProfile> m_profile;
};

} // namespace Patchbay
