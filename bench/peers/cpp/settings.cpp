#include "settings.h"

#include <charconv>
#include <functional>
#include <map>
#include <string_view>

namespace peer {

namespace {

struct Flag {
    std::string help;
    std::function<void(Settings&, std::string_view)> set;
};

int to_int(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw std::invalid_argument("'" + std::string(text) + "' is not a number");
    }
    return value;
}

Flag integer(std::string help, int Settings::*field) {
    return {std::move(help), [field](Settings& settings, std::string_view text) { settings.*field = to_int(text); }};
}

Flag text(std::string help, std::string Settings::*field) {
    return {std::move(help), [field](Settings& settings, std::string_view value) { settings.*field = value; }};
}

template <typename Choice>
Flag choice(std::string help, Choice Settings::*field, std::map<std::string, Choice, std::less<>> choices) {
    return {std::move(help), [field, choices](Settings& settings, std::string_view value) {
                const auto chosen = choices.find(value);
                if (chosen == choices.end()) throw std::invalid_argument("'" + std::string(value) + "' is not known");
                settings.*field = chosen->second;
            }};
}

const std::map<std::string, Flag, std::less<>>& flags() {
    static const std::map<std::string, Flag, std::less<>> all = {
        {"--port", integer("on 127.0.0.1 (50061)", &Settings::port)},
        {"--model", text("path of the .onnx file", &Settings::model)},
        {"--model-name", text("(example_model_fp32)", &Settings::model_name)},
        {"--api", choice<Api>("generated | raw", &Settings::api, {{"generated", Api::Generated}, {"raw", Api::Raw}})},
        {"--messages", choice<Messages>("arena | reuse, with --api generated", &Settings::messages,
                                        {{"arena", Messages::Arena}, {"reuse", Messages::Reuse}})},
        {"--queues", integer("completion queues", &Settings::queues)},
        {"--threads", integer("threads for each queue", &Settings::threads)},
        {"--posted", integer("calls awaited on each queue, for each method", &Settings::posted)},
        {"--intra-op-threads", integer("of ONNX Runtime", &Settings::intra_op_threads)},
        {"--bdp-probe", integer("0 | 1", &Settings::bdp_probe)},
        {"--max-frame-size", integer("HTTP/2 frame size told to the client", &Settings::max_frame_size)},
        {"--lookahead-bytes", integer("HTTP/2 stream window", &Settings::lookahead_bytes)},
        {"--write-buffer-bytes", integer("GRPC_ARG_HTTP2_WRITE_BUFFER_SIZE", &Settings::write_buffer_bytes)},
        {"--read-chunk-bytes", integer("GRPC_ARG_TCP_READ_CHUNK_SIZE", &Settings::read_chunk_bytes)},
        {"--tx-zerocopy", integer("0 | 1", &Settings::tx_zerocopy)},
        {"--minimal-stack", integer("0 | 1", &Settings::minimal_stack)},
        {"--optimization-target", text("latency | throughput", &Settings::optimization_target)},
        {"--quota-mb", integer("resource quota of the server", &Settings::quota_mb)},
    };
    return all;
}

}  // namespace

std::string usage() {
    std::string text = "usage: cpp-peer --model FILE [option value]...\n";
    for (const auto& [name, flag] : flags()) text += "  " + name + "  " + flag.help + "\n";
    return text;
}

Settings parse_settings(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i < argc; i += 2) {
        if (std::string_view(argv[i]) == "--help") throw HelpWanted();
        const auto flag = flags().find(std::string_view(argv[i]));
        if (flag == flags().end()) throw std::invalid_argument(std::string(argv[i]) + " is not an option");
        if (i + 1 == argc) throw std::invalid_argument(std::string(argv[i]) + " wants a value");
        flag->second.set(settings, argv[i + 1]);
    }
    if (settings.model.empty()) throw std::invalid_argument("--model is missing");
    return settings;
}

}  // namespace peer
