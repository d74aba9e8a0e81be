#pragma once

#include <cstdint>
#include <string>

namespace load {

// A connected, non-blocking TCP socket without Nagle's delay.
int connect_to(const std::string& host, std::uint16_t port);

}  // namespace load
