// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/billing.h"

#include <QByteArray>

#include <expected>

/// GET /v1/organizations/usage_report/messages and /v1/organizations/cost_report (PROTOCOL 4), from
/// what was billed, by days of UTC.
namespace Patchbay::OrganizationReports {

[[nodiscard]] bool isRoute(const QByteArray& path);
/// Only admin keys may ask: sk-ant-admin…, or sk-ant-test-admin… among made-up ones.
[[nodiscard]] bool isAdminKey(const QByteArray& key);
/// The answer, or what is wrong with the query.
[[nodiscard]] std::expected<QJsonObject, QString>
answer(const QByteArray& path, const QByteArray& query, const BilledDays& days);

} // namespace Patchbay::OrganizationReports
