// SPDX-License-Identifier: GPL-3.0-or-later
// A run of the program with accounts that sign in, for tests that need several or kill them:
// signinprocess FOLDER UPSTREAM NOW, then lines on standard input: "advance MS", "ask COUNT".
#include "signinnode.h"

#include <QCoreApplication>

#include <iostream>
#include <string>

using namespace Patchbay;

namespace {

void say(const QByteArray& line)
{
    std::cout << line.constData() << std::endl;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4)
        return 2;
    ManualClock clock(arguments[3].toLongLong());
    SignInNode node(arguments[1], QUrl(arguments[2]), clock);
    node.renewed = [] { say("renewed"); };
    say("ready");
    std::string line;
    while (std::getline(std::cin, line)) {
        const QList<QByteArray> words = QByteArray::fromStdString(line).split(' ');
        if (words.first() == "advance") {
            clock.advance(words.last().toLongLong());
        } else {
            const QStringList failures = node.ask(words.last().toInt());
            say("asked " + failures.join(u'|').toUtf8());
        }
    }
    return 0;
}
