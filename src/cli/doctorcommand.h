// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command.h"

#include <memory>

namespace Patchbay {

/// `doctor`: checks what Patchbay stands on, says what to do about each fault; 1 if any failed.
class DoctorCommand final : public Command
{
    Q_OBJECT
public:
    explicit DoctorCommand(CoreOptions options);
    ~DoctorCommand() override;

    void start() override;

private:
    void tell(const QString& what, const Result<void>& result, const QString& well = {});
    void checkDatabase();
    void checkVault();
    void checkClock();
    void listAlerts();
    void checkWays();
    void checkNetwork();
    void checkAccounts(QList<Account> accounts);
    void end();

    CoreOptions m_options;
    std::unique_ptr<Core> m_core;
    bool m_allWell = true;
};

} // namespace Patchbay
