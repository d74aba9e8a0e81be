#include "options.h"

#include <arpa/inet.h>
#include <getopt.h>

#include <charconv>
#include <stdexcept>
#include <string_view>

namespace load {

const char* const kUsage = R"(usage: load MODE --target HOST:PORT [option]...

MODE is what is called:
  infer     inference.GRPCInferenceService/ModelInfer, FP32 in raw_input_contents
  predict   model.ModelInference/Predict, doubles
  post      plain POST /, as many bytes as the floats take; as many are expected back

  --target HOST:PORT     the server; only loopback addresses
  --floats N             values in a request (4)
  --concurrency N        calls in flight, over all connections (1)
  --connections N        (1)
  --seconds S            length of the measurement (5); at most 3600
  --calls N              measure until so many calls are done; --seconds is then only the bound
  --warmup S             seconds of the same load before it (1)
  --model NAME           (example_model_fp32)
  --input NAME           the model's input (inputs)
  --max-frame-size N     SETTINGS_MAX_FRAME_SIZE told to the server (16384)
  --server-pid PID       also report this process's CPU time and memory
  --busy-poll            never sleep in epoll_wait
  --series               calls of every second
  --json                 one JSON object instead of a line of text
)";

namespace {

template <typename T>
T number(std::string_view name, std::string_view text, T least, T most) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !(value >= least && value <= most)) {
        throw std::invalid_argument("--" + std::string(name) + ": '" + std::string(text) +
                                    "' is not a number in its range");
    }
    return value;
}

Mode parse_mode(std::string_view text) {
    if (text == "predict") return Mode::Predict;
    if (text == "infer") return Mode::Infer;
    if (text == "post") return Mode::Post;
    throw std::invalid_argument("'" + std::string(text) + "' is not a mode");
}

void parse_target(std::string_view text, Options& options) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) throw std::invalid_argument("--target: HOST:PORT is wanted");
    options.host = text.substr(0, colon);
    options.port = number<std::uint16_t>("target", text.substr(colon + 1), 1, 65'535);
    if (options.host == "localhost") options.host = "127.0.0.1";
    in_addr address{};
    if (inet_pton(AF_INET, options.host.c_str(), &address) != 1 || ntohl(address.s_addr) >> 24 != 127) {
        throw std::invalid_argument("--target: only loopback addresses (127.x.x.x) are accepted");
    }
}

enum Id { kTarget = 256, kFloats, kConcurrency, kConnections, kSeconds, kCalls, kWarmup, kModel, kInput, kMaxFrame,
          kServerPid, kBusyPoll, kSeries, kJson };

constexpr option kLong[] = {
    {"target", required_argument, nullptr, kTarget},
    {"floats", required_argument, nullptr, kFloats},
    {"concurrency", required_argument, nullptr, kConcurrency},
    {"connections", required_argument, nullptr, kConnections},
    {"seconds", required_argument, nullptr, kSeconds},
    {"calls", required_argument, nullptr, kCalls},
    {"warmup", required_argument, nullptr, kWarmup},
    {"model", required_argument, nullptr, kModel},
    {"input", required_argument, nullptr, kInput},
    {"max-frame-size", required_argument, nullptr, kMaxFrame},
    {"server-pid", required_argument, nullptr, kServerPid},
    {"busy-poll", no_argument, nullptr, kBusyPoll},
    {"series", no_argument, nullptr, kSeries},
    {"json", no_argument, nullptr, kJson},
    {},
};

}  // namespace

Options parse_options(int argc, char** argv) {
    Options options;
    int index = 0;
    for (int id; (id = getopt_long(argc, argv, "", kLong, &index)) != -1;) {
        if (id == '?') throw std::invalid_argument("see the usage");
        const std::string_view name = kLong[index].name;
        const std::string_view value = optarg != nullptr ? optarg : "";
        switch (id) {
            case kTarget: parse_target(value, options); break;
            case kFloats: options.floats = number<std::size_t>(name, value, 1, 16'000'000); break;
            case kConcurrency: options.concurrency = number(name, value, 1, 10'000); break;
            case kConnections: options.connections = number(name, value, 1, 1'000); break;
            case kSeconds: options.seconds = number(name, value, 0.01, 3600.0); break;
            case kCalls: options.calls = number<std::uint64_t>(name, value, 1, UINT64_MAX); break;
            case kWarmup: options.warmup = number(name, value, 0.0, 3600.0); break;
            case kModel: options.model = value; break;
            case kInput: options.input = value; break;
            case kMaxFrame:
                options.max_frame_size = number<std::uint32_t>(name, value, kDefaultMaxFrame, kLargestMaxFrame);
                break;
            case kServerPid: options.server_pid = number(name, value, 1, INT32_MAX); break;
            case kBusyPoll: options.busy_poll = true; break;
            case kSeries: options.series = true; break;
            case kJson: options.json = true; break;
        }
    }
    if (optind + 1 != argc) throw std::invalid_argument("one mode is wanted");
    options.mode = parse_mode(argv[optind]);
    if (options.port == 0) throw std::invalid_argument("--target is missing");
    if (options.connections > options.concurrency) {
        throw std::invalid_argument("--connections: more connections than calls in flight");
    }
    return options;
}

}  // namespace load
