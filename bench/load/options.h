// The command line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "frames.h"

namespace load {

enum class Mode { Predict, Infer, Post };

struct Options {
    Mode mode = Mode::Infer;
    std::string host;  // an IPv4 loopback address
    std::uint16_t port = 0;
    std::string model = "example_model_fp32";
    std::string input = "inputs";
    std::size_t floats = 4;
    int concurrency = 1;
    int connections = 1;
    double seconds = 5;
    double warmup = 1;
    std::optional<std::uint64_t> calls;
    std::uint32_t max_frame_size = kDefaultMaxFrame;
    std::optional<int> server_pid;
    bool busy_poll = false;
    bool series = false;
    bool json = false;
};

// Throws std::invalid_argument with what is wrong.
Options parse_options(int argc, char** argv);

extern const char* const kUsage;

}  // namespace load
