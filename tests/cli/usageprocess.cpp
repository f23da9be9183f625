// SPDX-License-Identifier: GPL-3.0-or-later
// A run of the program that sends COUNT requests to the accounts of CLAUDE_ACCOUNTS, so many AT
// ONCE, for tests that kill it: usageprocess FOLDER UPSTREAM COUNT AT_ONCE. An answer that says
// "halt" three times is cancelled; every twelfth is asked for as a whole, of an account whose name
// begins with "whole".
#include "base/logging.h"
#include "core/core.h"

#include <QCoreApplication>
#include <QTimer>

#include <iostream>
#include <map>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

struct Under
{
    RequestHandle handle;
    QByteArray bytes;
};

class Sender final
{
public:
    Sender(Core& core, int count, int atOnce)
        : m_core(core)
        , m_left(count)
        , m_atOnce(atOnce)
    {
        const QList<Account> accounts = core.accounts().accounts();
        for (const Account& account : accounts) {
            if (account.name.startsWith("whole"_L1))
                m_wholes.append(account.id);
        }
    }

    void fill()
    {
        while (m_left > 0 && std::ssize(m_underWay) < m_atOnce)
            send();
        if (m_underWay.empty())
            QCoreApplication::exit(0);
    }

private:
    void send()
    {
        --m_left;
        const int number = ++m_number;
        static const QStringList models{u"claude-sonnet-5-5"_s, u"claude-opus-5-5"_s,
                                        u"claude-haiku-5-5"_s};
        Request request;
        request.model = models.at(number % models.size());
        request.stream = number % 12 != 0;
        if (!request.stream)
            request.account = m_wholes.at(number / 12 % m_wholes.size());
        request.client.kind = Client::Kind::CommandLine;
        request.body = R"({"model":")" + request.model.toUtf8() +
                       R"(","max_tokens":1000,"stream":)" + (request.stream ? "true" : "false") +
                       R"(,"messages":[{"role":"user","content":"Hi"}]})";
        RequestObserver observer;
        observer.chunk = [this, number](const QByteArray& bytes) {
            Under& under = m_underWay[number];
            under.bytes += bytes;
            if (under.bytes.count(R"("text":"halt"})") == 3)
                under.handle.cancel();
        };
        observer.finished = [this, number](const Outcome&) {
            QTimer::singleShot(0, &m_context, [this, number] {
                m_underWay.erase(number);
                fill();
            });
        };
        m_underWay[number].handle =
            m_core.pool().send(std::move(request), m_mailbox.address(), std::move(observer));
    }

    Core& m_core;
    int m_left;
    int m_atOnce;
    int m_number = 0;
    QList<AccountId> m_wholes;
    std::map<int, Under> m_underWay;
    Mailbox m_mailbox;
    QObject m_context;
};

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 5)
        return 2;
    QHash<QString, QString> variables{
        {u"PATCHBAY_DATA_DIR"_s, arguments[1]},
        {u"PATCHBAY_CONFIG_DIR"_s, arguments[1]},
        {u"PATCHBAY_VAULT"_s, u"memory"_s},
        {u"ANTHROPIC_BASE_URL"_s, arguments[2]},
        {u"CLAUDE_ACCOUNTS"_s, qEnvironmentVariable("CLAUDE_ACCOUNTS")},
    };
    auto core = Core::create({.environment = Environment(std::move(variables)),
                              .dataDir = {},
                              .program = u"usageprocess"_s,
                              .environmentAccountsReplace = true});
    if (!core) {
        std::cerr << qPrintable(core.error().sentence()) << std::endl;
        return 4;
    }
    Sender sender(**core, arguments[3].toInt(), arguments[4].toInt());
    QTimer::singleShot(0, core->get(), [&sender] { sender.fill(); });
    return QCoreApplication::exec();
}
