// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/demoaccount.h"

namespace Patchbay {

NewAccount demoAccount(const QUrl& baseUrl)
{
    NewAccount demo;
    demo.account.id = AccountId{QStringLiteral("demo")};
    demo.account.name = QStringLiteral("Demo");
    demo.account.source = AccountSource::Demo;
    demo.account.baseUrl = baseUrl;
    demo.account.allowEndpoint = false;
    demo.secret = Secret::take(QByteArray("sk-ant-test-demo"));
    return demo;
}

} // namespace Patchbay
