-- SPDX-License-Identifier: GPL-3.0-or-later
-- What wrk sends, and one line of what came of it: requests a second, median us, answers that were not
-- of the 200s or did not come.
wrk.method = "POST"
wrk.body = '{"model":"claude-sonnet-5-5","max_tokens":1024,"messages":[{"role":"user","content":"'
    .. string.rep("word ", 180) .. '"}]}'
wrk.headers["Content-Type"] = "application/json"
wrk.headers["anthropic-version"] = "2023-06-01"
wrk.headers["x-api-key"] = os.getenv("BENCH_TOKEN")
for name, value in string.gmatch(os.getenv("BENCH_HEADERS") or "", "([^=;]+)=([^;]+)") do
    wrk.headers[name] = value
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("figures %.1f %.1f %d %d\n", summary.requests / summary.duration * 1e6,
        latency:percentile(50), errors.status + errors.connect + errors.read + errors.timeout,
        summary.requests))
end
