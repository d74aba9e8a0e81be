// What the kernel says about the server's process.
#pragma once

#include <cstdint>
#include <map>

namespace load {

struct ServerSample {
    std::map<int, std::uint64_t> thread_ns;  // time on a CPU by thread, from schedstat
    std::uint64_t stat_ns = 0;               // utime + stime of the whole process, in clock ticks' resolution
    std::uint64_t rss_kb = 0;
    std::uint64_t peak_rss_kb = 0;
    int threads = 0;
};

// Throws when the process is gone.
ServerSample sample_server(int pid);

// CPU time between two samples, thread by thread. A thread that ended between them is missing from this figure (and
// is in stat_ns), which is why both are reported.
std::uint64_t cpu_ns_between(const ServerSample& before, const ServerSample& after);

}  // namespace load
