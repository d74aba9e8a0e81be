#include "result.h"

#include <cstdarg>
#include <cstdio>

namespace load {

namespace {

const char* name_of(Mode mode) {
    switch (mode) {
        case Mode::Infer: return "infer";
        case Mode::Predict: return "predict";
        case Mode::Post: break;
    }
    return "post";
}

[[gnu::format(printf, 2, 3)]] void append(std::string& text, const char* format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    text += line;
}

double microseconds(std::uint64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1000; }

double per_call(std::uint64_t total, const Result& result) {
    const std::uint64_t calls = result.latency.total();
    return calls == 0 ? 0.0 : static_cast<double>(total) / static_cast<double>(calls);
}

double rate(const Result& result) { return static_cast<double>(result.latency.total()) / result.seconds; }

}  // namespace

std::string to_json(const Options& options, const Result& result) {
    const Histogram& latency = result.latency;
    std::string json;
    append(json, "{\"mode\":\"%s\",\"floats\":%zu,\"concurrency\":%d,\"connections\":%d,", name_of(options.mode),
           options.floats, options.concurrency, options.connections);
    append(json, "\"seconds\":%.6f,\"calls\":%ju,\"calls_per_second\":%.2f,", result.seconds,
           static_cast<uintmax_t>(latency.total()), rate(result));
    append(json, "\"latency_us\":{\"mean\":%.3f,\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f},",
           latency.mean() / 1000, microseconds(latency.quantile(0.5)), microseconds(latency.quantile(0.9)),
           microseconds(latency.quantile(0.99)), microseconds(latency.quantile(0.999)), microseconds(latency.max()));
    append(json, "\"client_cpu_ns_per_call\":%.1f,\"reconnects\":%ju", per_call(result.client_cpu_ns, result),
           static_cast<uintmax_t>(result.reconnects));
    if (result.server) {
        append(json, ",\"server\":{\"cpu_ns_per_call\":%.1f,\"stat_cpu_ns_per_call\":%.1f,",
               per_call(result.server->cpu_ns, result), per_call(result.server->stat_cpu_ns, result));
        append(json, "\"rss_kb\":%ju,\"peak_rss_kb\":%ju,\"threads\":%d}",
               static_cast<uintmax_t>(result.server->end.rss_kb),
               static_cast<uintmax_t>(result.server->end.peak_rss_kb), result.server->end.threads);
    }
    if (options.series) {
        json += ",\"series\":[";
        for (std::size_t i = 0; i < result.per_second.size(); ++i) {
            append(json, "%s%ju", i == 0 ? "" : ",", static_cast<uintmax_t>(result.per_second[i]));
        }
        json += "]";
    }
    return json + "}";
}

std::string to_text(const Options& options, const Result& result) {
    const Histogram& latency = result.latency;
    std::string text;
    append(text, "%s floats=%zu concurrency=%d connections=%d: %.0f calls/s, us p50 %.1f p90 %.1f p99 %.1f p99.9 %.1f "
                 "max %.1f, client %.0f ns CPU/call",
           name_of(options.mode), options.floats, options.concurrency, options.connections, rate(result),
           microseconds(latency.quantile(0.5)), microseconds(latency.quantile(0.9)),
           microseconds(latency.quantile(0.99)), microseconds(latency.quantile(0.999)), microseconds(latency.max()),
           per_call(result.client_cpu_ns, result));
    if (result.server) {
        append(text, ", server %.0f ns CPU/call, RSS %.1f MB", per_call(result.server->cpu_ns, result),
               static_cast<double>(result.server->end.rss_kb) / 1024);
    }
    if (options.series) {
        text += "\nper second:";
        for (const std::uint64_t calls : result.per_second) append(text, " %ju", static_cast<uintmax_t>(calls));
    }
    return text;
}

}  // namespace load
