// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/answer.h"
#include "simulator/httprequestparser.h"
#include "simulator/oauthissuer.h"
#include "simulator/ratewindows.h"
#include "simulator/scriptrunner.h"

namespace Patchbay {

struct ModelRow;

/// Decides what each request is answered: routes, credentials, scripts, the API's own refusals,
/// the bill.
class Responder final
{
public:
    explicit Responder(Script script);

    /// Fills in of `received` what it finds out: key, kind of credential.
    [[nodiscard]] Answer answer(const HttpRequest& request, ReceivedRequest& received);

    void setScript(Script script);
    [[nodiscard]] const BilledTable& billed() const { return m_billing.table(); }
    [[nodiscard]] const OAuthCounts& oauthCounts() const { return m_issuer.counts(); }

private:
    struct Asker
    {
        QByteArray key;
        QByteArray name; // the key as it may be shown
        QByteArray organization;
        QByteArray requestId;
    };

    [[nodiscard]] Answer answerControl(const HttpRequest& request, const QByteArray& requestId);
    [[nodiscard]] Answer answerReport(const HttpRequest& request, const Asker& asker) const;
    [[nodiscard]] Answer answerRoute(const HttpRequest& request, const QString& route,
                                     const Asker& asker);
    [[nodiscard]] Answer answerMessages(const HttpRequest& request, const Asker& asker);
    [[nodiscard]] Answer answerCount(const HttpRequest& request, const Asker& asker);
    [[nodiscard]] Answer answerModels(const HttpRequest& request, const Asker& asker) const;
    [[nodiscard]] Answer answerModelList(const HttpRequest& request) const;
    [[nodiscard]] Answer scripted(const ScriptStep& step, const Asker& asker) const;
    [[nodiscard]] Answer refused(int status, const QString& message, const Asker& asker) const;

    /// The body of a request when the API would take it; else what to answer.
    [[nodiscard]] std::expected<QJsonObject, Answer>
    accepted(const HttpRequest& request, const Asker& asker, bool counting) const;
    [[nodiscard]] Answer billedAnswer(SimulatedMessage message, const QJsonObject& body,
                                      const AnswerManner& manner, const Asker& asker);
    [[nodiscard]] QByteArray organizationOf(const QByteArray& key) const;
    [[nodiscard]] QByteArray nameOf(const QByteArray& key) const;
    [[nodiscard]] bool isKnownModel(const QString& id) const;

    ScriptRunner m_runner;
    OAuthIssuer m_issuer;
    Billing m_billing;
    RateWindows m_windows;
};

} // namespace Patchbay
