#pragma once

#include <time.h>

#include <cstdint>

namespace load {

inline std::uint64_t nanoseconds_of(clockid_t clock) {
    timespec time;
    clock_gettime(clock, &time);
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

inline std::uint64_t now_ns() { return nanoseconds_of(CLOCK_MONOTONIC); }
inline std::uint64_t own_cpu_ns() { return nanoseconds_of(CLOCK_PROCESS_CPUTIME_ID); }

}  // namespace load
