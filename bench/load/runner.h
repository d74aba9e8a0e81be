// Keeps the wanted number of calls in flight, closed loop: each answer starts the next call on the same connection.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "call.h"
#include "connection.h"
#include "options.h"
#include "result.h"

namespace load {

class Runner final : public CallOwner {
public:
    Runner(const Options& options, const Payload& payload);
    ~Runner();

    // Throws when anything goes wrong: a refused connection, a wrong value, an error status, no progress.
    Result run();

private:
    enum class Phase { Connect, Warmup, Measure, Done };

    // One connection and the calls that wait for it to be ready.
    struct Lane {
        std::unique_ptr<Connection> connection;
        std::vector<Call*> idle;
        std::size_t calls = 0;
    };

    void completed(Connection& connection, Call& call) override;
    void refused(Connection& connection, Call& call) override;

    void open(Lane& lane);
    void serve(Lane& lane);
    void serve_leaving();
    void write(Connection& connection);
    void watch(Connection& connection, bool for_writing);
    void next_variant(Call& call);
    void advance(std::uint64_t now);
    void begin_measuring(std::uint64_t now);
    void end_measuring(std::uint64_t now);

    const Options& options_;
    const Payload& payload_;
    int epoll_;
    std::vector<Call> calls_;
    std::vector<Lane> lanes_;
    std::vector<std::unique_ptr<Connection>> leaving_;
    std::size_t next_variant_ = 0;

    Phase phase_ = Phase::Connect;
    std::uint64_t phase_end_ = 0;
    std::uint64_t measure_start_ = 0;
    std::uint64_t last_progress_ = 0;
    std::uint64_t cpu_at_start_ = 0;
    ServerSample server_at_start_;
    Result result_;
};

}  // namespace load
