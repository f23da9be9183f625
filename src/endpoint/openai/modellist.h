// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/openaierror.h"

#include <QByteArray>
#include <QDate>
#include <QList>
#include <QString>

namespace Patchbay {

class PriceTable;

/// One model of GET /v1/models. A value.
struct ListedModel
{
    QString id;
    QString displayName;
    QString createdAt;  // RFC 3339
    QByteArray further; // other members as they came, as JSON between braces

    bool operator==(const ListedModel&) const = default;
};

/// The models on offer of the price table, with the limits it knows.
[[nodiscard]] QList<ListedModel> listedModels(const PriceTable& prices);
/// Those of an upstream's answer to GET /v1/models, with all it says of them; none for another
/// body.
[[nodiscard]] QList<ListedModel> listedModels(QByteArrayView upstreamBody);

/// One body for clients of either API (PROTOCOL 7.2).
[[nodiscard]] QByteArray modelListBody(const QList<ListedModel>& models);
/// The answer to GET /v1/models/{id}; 404 where it is not among them.
[[nodiscard]] Translated<QByteArray> modelBody(const QList<ListedModel>& models, const QString& id);

} // namespace Patchbay
