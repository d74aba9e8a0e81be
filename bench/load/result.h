// What one run found out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "histogram.h"
#include "options.h"
#include "server_process.h"

namespace load {

struct ServerUse {
    std::uint64_t cpu_ns = 0;
    std::uint64_t stat_cpu_ns = 0;
    ServerSample end;
};

struct Result {
    Histogram latency;
    double seconds = 0;
    std::uint64_t client_cpu_ns = 0;
    std::uint64_t reconnects = 0;
    std::vector<std::uint64_t> per_second;
    std::optional<ServerUse> server;
};

std::string to_json(const Options& options, const Result& result);
std::string to_text(const Options& options, const Result& result);

}  // namespace load
