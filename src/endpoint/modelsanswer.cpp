// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/modelsanswer.h"

#include "claude/pricetable.h"
#include "clients/endpointclient.h"
#include "endpoint/openai/modellist.h"

namespace Patchbay {

using namespace Qt::StringLiterals;

EndpointAnswer modelsAnswer(const QByteArray& upstreamBody, const QByteArray& id,
                            const EndpointClient& client, const PriceTable& prices,
                            const QByteArray& requestId)
{
    QList<ListedModel> models =
        upstreamBody.isEmpty() ? listedModels(prices)
        : id.isEmpty()         ? listedModels(QByteArrayView(upstreamBody))
                               : listedModels(QByteArrayView("{\"data\":[" + upstreamBody + "]}"));
    models.removeIf([&](const ListedModel& model) { return !client.allowsModel(model.id); });
    EndpointAnswer answer;
    if (id.isEmpty()) {
        answer.body = modelListBody(models);
        return answer;
    }
    // An upstream may know it by another name.
    const QString wanted =
        upstreamBody.isEmpty() || models.isEmpty() ? QString::fromLatin1(id) : models.first().id;
    if (const auto body = modelBody(models, wanted)) {
        answer.body = *body;
        return answer;
    }
    return errorAnswer(ErrorForm::Anthropic, 404, u"There is no such model"_s, requestId);
}

} // namespace Patchbay
