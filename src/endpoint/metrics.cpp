// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/metrics.h"

namespace Patchbay {

namespace {

QByteArray family(const char* name, const char* type, const char* help)
{
    return QByteArray("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
}

QByteArray plain(const char* name, const char* type, const char* help, qint64 value)
{
    return family(name, type, help) + name + ' ' + QByteArray::number(value) + '\n';
}

QByteArray seconds(qint64 ms)
{
    return QByteArray::number(static_cast<double>(ms) / 1000, 'g', 15);
}

} // namespace

QByteArray quotedLabel(const QString& value)
{
    QByteArray quoted = value.toUtf8();
    quoted.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    return '"' + quoted + '"';
}

void Metrics::Histogram::add(qint64 ms)
{
    ++count;
    sumMs += ms;
    for (size_t i = 0; i < kBoundsMs.size(); ++i) {
        if (ms <= kBoundsMs[i])
            ++counts[i];
    }
}

void Metrics::add(const RequestRecord& record)
{
    ++m_requests[{record.client, record.route, record.status}];
    m_durations[record.route].add(record.durationMs);
    if (record.firstByteMs >= 0)
        m_firstBytes[record.route].add(record.firstByteMs);
    m_bytesIn += record.bytesIn;
    m_bytesOut += record.bytesOut;
    m_cuts += record.wasCut ? 1 : 0;
    if (record.usage.total() > 0 || record.costMicroUsd > 0) {
        Sums& sums = m_sums[record.client];
        sums.input += record.usage.input;
        sums.output += record.usage.output;
        sums.cacheRead += record.usage.cacheRead;
        sums.cacheWrite += record.usage.cacheWrite5m + record.usage.cacheWrite1h;
        sums.costMicroUsd += std::max<qint64>(0, record.costMicroUsd);
    }
}

QByteArray Metrics::text() const
{
    QByteArray text =
        family("patchbay_requests_total", "counter",
               "Requests to the endpoint that have ended; status 0: cut before an answer.");
    for (const auto& [key, count] : m_requests) {
        const QByteArray client = quotedLabel(key.client);
        const QByteArray route = routeName(key.route);
        text += "patchbay_requests_total{client=" + client + ",route=\"" + route + "\",status=\"" +
                QByteArray::number(key.status) + "\"} " + QByteArray::number(count) + '\n';
    }
    text += family("patchbay_tokens_total", "counter", "Tokens that endpoint clients used.");
    for (const auto& [client, sums] : m_sums) {
        const QByteArray start = "patchbay_tokens_total{client=" + quotedLabel(client) + ",kind=\"";
        const auto line = [&text, &start](const char* kind, qint64 value) {
            text += start + kind + "\"} " + QByteArray::number(value) + '\n';
        };
        line("input", sums.input);
        line("output", sums.output);
        line("cache_read", sums.cacheRead);
        line("cache_write", sums.cacheWrite);
    }
    text +=
        family("patchbay_cost_usd_total", "counter", "What endpoint clients used, at list prices.");
    for (const auto& [client, sums] : m_sums) {
        text += "patchbay_cost_usd_total{client=" + quotedLabel(client) + "} " +
                QByteArray::number(static_cast<double>(sums.costMicroUsd) / 1e6, 'f', 6) + '\n';
    }
    const auto histogram = [&](const char* name, const char* help,
                               const std::map<Route, Histogram>& histograms) {
        text += family(name, "histogram", help);
        for (const auto& [route, values] : histograms) {
            const QByteArray label = QByteArray("{route=\"") + routeName(route) + '"';
            for (size_t i = 0; i < kBoundsMs.size(); ++i)
                text += name + ("_bucket" + label) + ",le=\"" + seconds(kBoundsMs[i]) + "\"} " +
                        QByteArray::number(values.counts[i]) + '\n';
            text += name + ("_bucket" + label) + ",le=\"+Inf\"} " +
                    QByteArray::number(values.count) + '\n';
            text += name + ("_sum" + label) + "} " + seconds(values.sumMs) + '\n';
            text += name + ("_count" + label) + "} " + QByteArray::number(values.count) + '\n';
        }
    };
    histogram("patchbay_request_duration_seconds", "From the request's head to the answer's end.",
              m_durations);
    histogram("patchbay_first_byte_seconds", "From the request's head to the answer's first byte.",
              m_firstBytes);
    text +=
        plain("patchbay_received_bytes_total", "counter", "Bytes of request bodies.", m_bytesIn);
    text += plain("patchbay_sent_bytes_total", "counter", "Bytes of answers.", m_bytesOut);
    text += plain("patchbay_cut_answers_total", "counter",
                  "Answers that ended before they were complete.", m_cuts);
    text += plain("patchbay_wrong_tokens_total", "counter",
                  "Requests with a token that is nobody's.", wrongTokens);
    text += plain("patchbay_refused_connections_total", "counter", "Connections beyond the limit.",
                  refusedConnections);
    text += plain("patchbay_cache_hits_total", "counter",
                  "Requests answered from the response cache.", cacheHits);
    text += plain("patchbay_cache_misses_total", "counter",
                  "Requests that the response cache might have answered.", cacheMisses);
    text +=
        plain("patchbay_cache_entries", "gauge", "Answers in the response cache.", cacheEntries);
    text += plain("patchbay_cache_bytes", "gauge", "Size of the response cache.", cacheBytes);
    text += plain("patchbay_connections", "gauge", "Open connections.", openConnections);
    text += plain("patchbay_active_requests", "gauge", "Requests being answered.", activeRequests);
    return text;
}

} // namespace Patchbay
