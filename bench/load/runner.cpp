#include "runner.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

#include "clock.h"

namespace load {

namespace {

constexpr int kPollMilliseconds = 50;
constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr std::uint64_t kPatience = 15 * kSecond;

std::uint64_t to_ns(double seconds) { return static_cast<std::uint64_t>(seconds * static_cast<double>(kSecond)); }

}  // namespace

Runner::Runner(const Options& options, const Payload& payload)
    : options_(options),
      payload_(payload),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      calls_(static_cast<std::size_t>(options.concurrency)),
      lanes_(static_cast<std::size_t>(options.connections)) {
    if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll");
}

Runner::~Runner() { close(epoll_); }

Result Runner::run() {
    last_progress_ = now_ns();
    for (Lane& lane : lanes_) open(lane);
    for (std::size_t i = 0; i < calls_.size(); ++i) {
        calls_[i].lane = i % lanes_.size();
        Lane& lane = lanes_[calls_[i].lane];
        lane.idle.push_back(&calls_[i]);
        ++lane.calls;
    }
    while (phase_ != Phase::Done) {
        std::array<epoll_event, 64> events;
        const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                                     options_.busy_poll ? 0 : kPollMilliseconds);
        for (int i = 0; i < count; ++i) static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr)->receive();
        for (Lane& lane : lanes_) serve(lane);
        serve_leaving();
        advance(now_ns());
    }
    return std::move(result_);
}

void Runner::open(Lane& lane) {
    lane.connection = std::make_unique<Connection>(options_, payload_, *this);
    epoll_event event{.events = EPOLLIN, .data = {.ptr = lane.connection.get()}};
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, lane.connection->socket(), &event) != 0) {
        throw std::system_error(errno, std::generic_category(), "epoll");
    }
}

void Runner::serve(Lane& lane) {
    if (lane.connection->draining()) {
        leaving_.push_back(std::move(lane.connection));
        ++result_.reconnects;
        open(lane);
    }
    if (!lane.idle.empty() && lane.connection->ready()) {
        if (lane.calls > lane.connection->max_streams()) {
            throw std::runtime_error("the server allows " + std::to_string(lane.connection->max_streams()) +
                                     " calls on a connection: use more --connections");
        }
        const std::uint64_t now = now_ns();
        for (Call* call : lane.idle) {
            next_variant(*call);
            if (call->started == 0) call->started = now;
            lane.connection->start(*call);
        }
        lane.idle.clear();
    }
    write(*lane.connection);
}

void Runner::serve_leaving() {
    std::erase_if(leaving_, [this](const std::unique_ptr<Connection>& connection) {
        if (connection->in_flight() == 0) return true;
        write(*connection);
        return false;
    });
}

void Runner::write(Connection& connection) {
    const bool full = !connection.flush();
    if (full != connection.watched_for_writing) watch(connection, full);
}

void Runner::watch(Connection& connection, bool for_writing) {
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &connection}};
    if (for_writing) event.events |= EPOLLOUT;
    if (epoll_ctl(epoll_, EPOLL_CTL_MOD, connection.socket(), &event) != 0) {
        throw std::system_error(errno, std::generic_category(), "epoll");
    }
    connection.watched_for_writing = for_writing;
}

void Runner::next_variant(Call& call) {
    call.variant = &payload_.variants[next_variant_++ % payload_.variants.size()];
}

void Runner::completed(Connection& connection, Call& call) {
    const std::uint64_t now = now_ns();
    last_progress_ = now;
    if (phase_ == Phase::Measure && (!options_.calls || result_.latency.total() < *options_.calls)) {
        result_.latency.record(now - call.started);
        if (options_.series) {
            const std::size_t second = (now - measure_start_) / kSecond;
            if (second >= result_.per_second.size()) result_.per_second.resize(second + 1);
            ++result_.per_second[second];
        }
    }
    call.started = now;
    Lane& lane = lanes_[call.lane];
    if (lane.connection.get() == &connection && !connection.draining()) {
        next_variant(call);
        connection.start(call);
    } else {
        lane.idle.push_back(&call);
    }
}

void Runner::refused(Connection&, Call& call) { lanes_[call.lane].idle.push_back(&call); }

void Runner::advance(std::uint64_t now) {
    if (now - last_progress_ > kPatience) throw std::runtime_error("the server has not answered for 15 seconds");
    if (phase_ == Phase::Connect) {
        for (const Lane& lane : lanes_) {
            if (!lane.connection->ready()) return;
        }
        phase_ = Phase::Warmup;
        phase_end_ = now + to_ns(options_.warmup);
    }
    if (phase_ == Phase::Warmup && now >= phase_end_) {
        begin_measuring(now);
    } else if (phase_ == Phase::Measure) {
        const bool counted = options_.calls && result_.latency.total() >= *options_.calls;
        if (counted || now >= phase_end_) end_measuring(now);
    }
}

void Runner::begin_measuring(std::uint64_t now) {
    phase_ = Phase::Measure;
    measure_start_ = now;
    phase_end_ = now + to_ns(options_.seconds);
    cpu_at_start_ = own_cpu_ns();
    if (options_.server_pid) server_at_start_ = sample_server(*options_.server_pid);
}

void Runner::end_measuring(std::uint64_t now) {
    phase_ = Phase::Done;
    result_.seconds = static_cast<double>(now - measure_start_) / static_cast<double>(kSecond);
    result_.client_cpu_ns = own_cpu_ns() - cpu_at_start_;
    if (options_.server_pid) {
        const ServerSample end = sample_server(*options_.server_pid);
        result_.server = ServerUse{cpu_ns_between(server_at_start_, end), end.stat_ns - server_at_start_.stat_ns, end};
    }
}

}  // namespace load
