// One HTTP/2 connection in clear text with prior knowledge, from the client's side: as much of RFC 9113 as calls with
// one message each way need, done properly (flow control both ways, SETTINGS, PING, GOAWAY, RST_STREAM).
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "call.h"
#include "frame_reader.h"
#include "options.h"
#include "output_queue.h"
#include "request_headers.h"

namespace load {

class Connection {
public:
    Connection(const Options& options, const Payload& payload, CallOwner& owner);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    int socket() const { return socket_; }

    // The server's settings have come: calls may be started.
    bool ready() const { return ready_; }

    // The server has asked for the connection to end: no new calls.
    bool draining() const { return draining_; }

    std::size_t in_flight() const { return in_flight_; }
    std::uint32_t max_streams() const { return max_streams_; }

    void start(Call& call);

    // Reads what has come; the owner is called for each answer.
    void receive() { reader_.receive(socket_, *this); }

    // Writes what can be written; false when the socket is full.
    bool flush();

    // The runner's note: epoll is asked to tell when the socket can be written.
    bool watched_for_writing = false;

private:
    friend class FrameReader;

    void on_data(std::uint32_t stream, std::span<const std::uint8_t> bytes, bool last);
    void on_frame(const FrameHeader& header, std::span<const std::uint8_t> payload);

    void on_headers(const FrameHeader& header, std::span<const std::uint8_t> payload);
    void on_settings(const FrameHeader& header, std::span<const std::uint8_t> payload);
    void on_window_update(std::uint32_t stream, std::uint32_t increment);
    void on_reset(std::uint32_t stream, std::uint32_t code);
    void on_go_away(std::span<const std::uint8_t> payload);

    void send_preface();
    void send_frame(FrameType type, std::uint8_t flags, std::uint32_t stream, std::span<const std::uint8_t> payload);
    bool send_body(Call& call);
    void end_of_block(std::uint32_t stream, std::span<const std::uint8_t> block, bool last);
    void complete(Call& call);

    Call*& slot(std::uint32_t stream);
    Call* find(std::uint32_t stream);

    const Options& options_;
    const Payload& payload_;
    CallOwner& owner_;
    int socket_;

    FrameReader reader_;
    OutputQueue output_;
    HeaderInflater inflater_;
    RequestHeaders request_headers_;
    std::string header_block_;       // of a HEADERS frame that CONTINUATION frames complete
    bool header_block_last_ = false;

    std::vector<Call*> streams_;     // by (stream / 2) modulo its size
    std::deque<Call*> sending_;
    std::size_t in_flight_ = 0;
    std::uint32_t next_stream_ = 1;

    std::uint32_t receive_window_;   // of each stream
    std::uint32_t consumed_ = 0;     // of the connection's window, not given back yet
    std::int64_t send_window_ = kDefaultWindow;
    std::uint32_t initial_window_ = kDefaultWindow;
    std::uint32_t max_frame_ = kDefaultMaxFrame;
    std::uint32_t max_streams_ = UINT32_MAX;
    bool ready_ = false;
    bool draining_ = false;
};

}  // namespace load
