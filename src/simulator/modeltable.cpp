// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/modeltable.h"

#include <QRegularExpression>

#include <algorithm>
#include <cstring>

namespace Patchbay {

namespace {

constexpr qint64 kMillion = 1'000'000;

constexpr ModelRow kModels[] = {
    {"claude-fable-5-2", "Claude Fable 5.2", "fable", "2026-11-09", kMillion, 128'000, 52},
    {"claude-mythos-5-2", "Claude Mythos 5.2", "mythos", "2026-11-09", kMillion, 128'000, 52},
    {"claude-haiku-5-5", "Claude Haiku 5.5", "haiku", "2026-10-07", kMillion, 128'000, 55},
    {"claude-sonnet-5-5", "Claude Sonnet 5.5", "sonnet", "2026-09-28", kMillion, 128'000, 55},
    {"claude-opus-5-5", "Claude Opus 5.5", "opus", "2026-09-22", kMillion, 128'000, 55},
    {"claude-fable-5-1", "Claude Fable 5.1", "fable", "2026-09-01", kMillion, 128'000, 51},
    {"claude-mythos-5-1", "Claude Mythos 5.1", "mythos", "2026-09-01", kMillion, 128'000, 51},
    {"claude-opus-5", "Claude Opus 5", "opus", "2026-07-24", kMillion, 128'000, 50},
    {"claude-sonnet-5", "Claude Sonnet 5", "sonnet", "2026-06-30", kMillion, 128'000, 50},
    {"claude-fable-5", "Claude Fable 5", "fable", "2026-06-09", kMillion, 128'000, 50},
    {"claude-mythos-5", "Claude Mythos 5", "mythos", "2026-06-09", kMillion, 128'000, 50},
    {"claude-opus-4-8", "Claude Opus 4.8", "opus", "2026-05-28", kMillion, 128'000, 48},
    {"claude-opus-4-7", "Claude Opus 4.7", "opus", "2026-04-16", kMillion, 128'000, 47},
    {"claude-sonnet-4-6", "Claude Sonnet 4.6", "sonnet", "2026-02-17", kMillion, 128'000, 46},
    {"claude-opus-4-6", "Claude Opus 4.6", "opus", "2026-02-05", kMillion, 128'000, 46},
    {"claude-opus-4-5", "Claude Opus 4.5", "opus", "2025-11-24", 200'000, 64'000, 45},
    {"claude-haiku-4-5", "Claude Haiku 4.5", "haiku", "2025-10-15", 200'000, 64'000, 45},
    {"claude-sonnet-4-5", "Claude Sonnet 4.5", "sonnet", "2025-09-29", 200'000, 64'000, 45,
     "2026-11-30"},
};

QJsonObject supported(bool is = true)
{
    return {{QStringLiteral("supported"), is}};
}

QJsonObject effort()
{
    QJsonObject object = supported();
    for (const char* level : {"low", "medium", "high", "xhigh", "max"})
        object.insert(QLatin1String(level), supported());
    return object;
}

QJsonObject contextManagement()
{
    QJsonObject object = supported();
    for (const char* edit :
         {"clear_tool_uses_20250919", "clear_thinking_20251015", "compact_20260112"})
        object.insert(QLatin1String(edit), supported());
    return object;
}

QJsonValue day(const char* text)
{
    if (*text == '\0')
        return QJsonValue::Null;
    return QString(QLatin1String(text) + QLatin1String("T00:00:00Z"));
}

} // namespace

bool ModelRow::takesDisabledThinking() const
{
    return std::strcmp(line, "fable") != 0 && std::strcmp(line, "mythos") != 0 &&
           std::strcmp(id, "claude-opus-5-5") != 0;
}

bool ModelRow::takesForcedTools() const
{
    return std::strcmp(id, "claude-opus-5-5") != 0 && std::strcmp(id, "claude-fable-5-1") != 0;
}

QJsonObject ModelRow::toJson() const
{
    const QJsonObject thinking{
        {QStringLiteral("supported"), true},
        {QStringLiteral("types"),
         QJsonObject{{QStringLiteral("adaptive"), supported(takesAdaptiveThinking())},
                     {QStringLiteral("enabled"), supported(takesThinkingBudget())}}}};
    return {
        {QStringLiteral("type"), QStringLiteral("model")},
        {QStringLiteral("id"), idText()},
        {QStringLiteral("display_name"), QLatin1String(name)},
        {QStringLiteral("created_at"), day(created)},
        {QStringLiteral("lifecycle"),
         *retires == '\0' ? QStringLiteral("active") : QStringLiteral("deprecated")},
        {QStringLiteral("line"), QLatin1String(line)},
        {QStringLiteral("max_input_tokens"), maxInputTokens},
        {QStringLiteral("max_tokens"), maxTokens},
        {QStringLiteral("capabilities"),
         QJsonObject{{QStringLiteral("batch"), supported()},
                     {QStringLiteral("citations"), supported()},
                     {QStringLiteral("code_execution"), supported()},
                     {QStringLiteral("context_management"), contextManagement()},
                     {QStringLiteral("effort"), generation > 45 ? effort() : supported(false)},
                     {QStringLiteral("image_input"), supported()},
                     {QStringLiteral("pdf_input"), supported()},
                     {QStringLiteral("server_tools"), supported()},
                     {QStringLiteral("structured_outputs"), supported()},
                     {QStringLiteral("thinking"), thinking}}},
        {QStringLiteral("deprecated_at"),
         *retires == '\0' ? QJsonValue(QJsonValue::Null) : day("2026-09-30")},
        {QStringLiteral("retires_at"), day(retires)},
    };
}

std::span<const ModelRow> modelTable()
{
    return kModels;
}

const ModelRow* findModel(const QString& id)
{
    static const QRegularExpression date(QStringLiteral("-20\\d{6}$"));
    QString plain = id;
    plain.remove(date);
    const auto row =
        std::find_if(std::begin(kModels), std::end(kModels),
                     [&](const ModelRow& model) { return plain == QLatin1String(model.id); });
    return row == std::end(kModels) ? nullptr : row;
}

QJsonObject unknownModelToJson(const QString& id)
{
    return {{QStringLiteral("type"), QStringLiteral("model")},
            {QStringLiteral("id"), id},
            {QStringLiteral("display_name"), id},
            {QStringLiteral("created_at"), day("2026-01-01")}};
}

} // namespace Patchbay
