// What ONNX Runtime itself costs, called in a loop from C++ over memory that is already there.
//
//   floor MODEL FLOATS...        prints one JSON object a line: {"floats":N,"ns_per_run":T}
#include <onnxruntime_cxx_api.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 7;
constexpr auto kRound = std::chrono::milliseconds(300);

Ort::SessionOptions session_options() {
    Ort::SessionOptions options;
    options.SetIntraOpNumThreads(1);
    options.SetInterOpNumThreads(1);
    options.SetGraphOptimizationLevel(ORT_ENABLE_ALL);
    return options;
}

class Loop {
public:
    Loop(Ort::Session& session, std::size_t floats)
        : session_(session), shape_(static_cast<std::int64_t>(floats)), input_(floats, 1.5f), output_(floats) {
        Ort::AllocatorWithDefaultOptions allocator;
        input_name_ = session.GetInputNameAllocated(0, allocator).get();
        output_name_ = session.GetOutputNameAllocated(0, allocator).get();
    }

    // The tensors are made anew for each run, as a server has to.
    void run() {
        const Ort::Value input = Ort::Value::CreateTensor<float>(memory_, input_.data(), input_.size(), &shape_, 1);
        Ort::Value output = Ort::Value::CreateTensor<float>(memory_, output_.data(), output_.size(), &shape_, 1);
        const char* const input_name = input_name_.c_str();
        const char* const output_name = output_name_.c_str();
        session_.Run(Ort::RunOptions{nullptr}, &input_name, &input, 1, &output_name, &output, 1);
    }

    // The median of a few rounds.
    double ns_per_run() {
        std::vector<double> rounds;
        for (int round = 0; round < kRounds; ++round) {
            const auto start = Clock::now();
            auto now = start;
            long runs = 0;
            do {
                for (int i = 0; i < 16; ++i) run();
                runs += 16;
                now = Clock::now();
            } while (now - start < kRound);
            rounds.push_back(std::chrono::duration<double, std::nano>(now - start).count() / static_cast<double>(runs));
        }
        std::ranges::nth_element(rounds, rounds.begin() + kRounds / 2);
        return rounds[kRounds / 2];
    }

private:
    Ort::Session& session_;
    std::int64_t shape_;
    std::vector<float> input_;
    std::vector<float> output_;
    std::string input_name_;
    std::string output_name_;
    Ort::MemoryInfo memory_ = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fputs("usage: floor MODEL FLOATS...\n", stderr);
        return 2;
    }
    try {
        const Ort::Env env(ORT_LOGGING_LEVEL_WARNING, "floor");
        Ort::Session session(env, argv[1], session_options());
        for (int i = 2; i < argc; ++i) {
            const auto floats = static_cast<std::size_t>(std::atol(argv[i]));
            std::printf("{\"floats\":%zu,\"ns_per_run\":%.1f}\n", floats, Loop(session, floats).ns_per_run());
            std::fflush(stdout);
        }
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "floor: %s\n", error.what());
        return 1;
    }
}
