// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountreporttext.h"

#include "cli/columns.h"

#include <QCoreApplication>

namespace Patchbay {

namespace {

struct AccountReportText
{
    Q_DECLARE_TR_FUNCTIONS(AccountReportText)
};

QString wordOf(AccountFact::Result result)
{
    switch (result) {
    case AccountFact::Result::Ok:
        return AccountReportText::tr("ok");
    case AccountFact::Result::Attention:
        return AccountReportText::tr("attention");
    case AccountFact::Result::Failed:
        return AccountReportText::tr("failed");
    }
    Q_UNREACHABLE();
}

QString wordOf(AccountFact::Question question)
{
    using Question = AccountFact::Question;
    switch (question) {
    case Question::Secret:
        return AccountReportText::tr("secret");
    case Question::Network:
        return AccountReportText::tr("network");
    case Question::Tls:
        return AccountReportText::tr("encryption");
    case Question::Key:
        return AccountReportText::tr("key");
    case Question::Validity:
        return AccountReportText::tr("account");
    case Question::Quota:
        return AccountReportText::tr("quota");
    case Question::Models:
        return AccountReportText::tr("models");
    case Question::Renewal:
        return AccountReportText::tr("renewal");
    }
    Q_UNREACHABLE();
}

} // namespace

QStringList linesOf(const AccountReport& report)
{
    constexpr qsizetype resultWidth = 11;
    constexpr qsizetype questionWidth = 12;
    const qsizetype indent = 2 + resultWidth + questionWidth;
    QStringList lines{AccountReportText::tr("%1: %2").arg(report.name, wordOf(report.worst()))};
    for (const AccountFact& fact : report.facts) {
        QString text = fact.text;
        if (!fact.nextStep.isEmpty()) {
            const Error both{fact.kind, fact.text, fact.nextStep, {}, {}, 0};
            text = both.sentence();
        }
        const QString start = QStringLiteral("  ") + padded(wordOf(fact.result), resultWidth) +
                              padded(wordOf(fact.question), questionWidth);
        lines += wrapped(text, start, indent);
    }
    return lines;
}

} // namespace Patchbay
