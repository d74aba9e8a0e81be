#include "connection.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "socket.h"

namespace load {

namespace {

constexpr std::size_t kStreamSlots = 65'536;
constexpr std::uint32_t kStreamWindow = 16u << 20;
constexpr std::uint32_t kConnectionWindow = 64u << 20;
constexpr std::uint32_t kDynamicTable = 4096;
constexpr std::uint32_t kLastStream = 0x7fff'fffd;

std::span<const std::uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string text_of(std::span<const std::uint8_t> bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace

Connection::Connection(const Options& options, const Payload& payload, CallOwner& owner)
    : options_(options),
      payload_(payload),
      owner_(owner),
      socket_(connect_to(options.host, options.port)),
      streams_(kStreamSlots),
      receive_window_(std::max<std::uint32_t>(
          kStreamWindow, static_cast<std::uint32_t>(payload.variants[0].body.size()) + kDefaultWindow)) {
    send_preface();
}

Connection::~Connection() { close(socket_); }

void Connection::send_preface() {
    std::memcpy(output_.append(kPreface.size()), kPreface.data(), kPreface.size());
    const std::pair<std::uint16_t, std::uint32_t> settings[] = {
        {setting::kEnablePush, 0},
        {setting::kInitialWindowSize, receive_window_},
        {setting::kMaxFrameSize, options_.max_frame_size},
    };
    std::uint8_t payload[6 * std::size(settings)];
    std::uint8_t* at = payload;
    for (const auto& [id, value] : settings) {
        at[0] = 0;
        at[1] = static_cast<std::uint8_t>(id);
        write_u32(at + 2, value);
        at += 6;
    }
    send_frame(FrameType::Settings, 0, 0, payload);
    std::uint8_t increment[4];
    write_u32(increment, kConnectionWindow - kDefaultWindow);
    send_frame(FrameType::WindowUpdate, 0, 0, increment);
}

void Connection::send_frame(FrameType type, std::uint8_t flags, std::uint32_t stream,
                            std::span<const std::uint8_t> payload) {
    std::uint8_t* at = output_.append(kFrameHeaderSize + payload.size());
    write_frame_header(at, {static_cast<std::uint32_t>(payload.size()), type, flags, stream});
    std::ranges::copy(payload, at + kFrameHeaderSize);
}

Call*& Connection::slot(std::uint32_t stream) { return streams_[(stream >> 1) % kStreamSlots]; }

Call* Connection::find(std::uint32_t stream) {
    Call* call = slot(stream);
    return call != nullptr && call->stream == stream ? call : nullptr;
}

void Connection::start(Call& call) {
    while (slot(next_stream_) != nullptr) next_stream_ += 2;  // held by a very slow call: pass its place over
    if (next_stream_ > kLastStream) throw std::runtime_error("the connection has no stream numbers left");
    const bool first = next_stream_ == 1;
    call.stream = next_stream_;
    next_stream_ += 2;
    slot(call.stream) = &call;
    ++in_flight_;

    call.sent = 0;
    call.window = initial_window_;
    call.waiting = false;
    call.status.clear();
    call.verifier.start(options_.mode, call.variant->expected, call.variant->body.size());
    send_frame(FrameType::Headers, flag::kEndHeaders, call.stream,
               bytes_of(first ? request_headers_.first : request_headers_.later));
    if (!sending_.empty() || !send_body(call)) sending_.push_back(&call);
}

// Sends what the windows allow of one call's body; true when nothing more of it can be sent for its own reasons.
bool Connection::send_body(Call& call) {
    const std::span<const std::uint8_t> body = call.variant->body;
    while (call.sent < body.size()) {
        call.waiting = call.window <= 0;
        if (call.waiting) return true;
        if (send_window_ <= 0) return false;
        const auto part = static_cast<std::uint32_t>(std::min<std::int64_t>(
            {static_cast<std::int64_t>(body.size() - call.sent), call.window, send_window_, max_frame_}));
        const bool last = call.sent + part == body.size();
        write_frame_header(output_.append(kFrameHeaderSize),
                           {part, FrameType::Data, last ? flag::kEndStream : std::uint8_t{0}, call.stream});
        output_.append_reference(body.subspan(call.sent, part));
        call.sent += part;
        call.window -= part;
        send_window_ -= part;
    }
    return true;
}

bool Connection::flush() {
    while (!sending_.empty() && send_body(*sending_.front())) sending_.pop_front();
    return output_.empty() || output_.flush(socket_);
}

void Connection::on_data(std::uint32_t stream, std::span<const std::uint8_t> bytes, bool last) {
    consumed_ += static_cast<std::uint32_t>(bytes.size());
    if (consumed_ >= kConnectionWindow / 4) {
        std::uint8_t increment[4];
        write_u32(increment, consumed_);
        send_frame(FrameType::WindowUpdate, 0, 0, increment);
        consumed_ = 0;
    }
    Call* call = find(stream);
    if (call == nullptr) throw std::runtime_error("the server sent data for a stream that is not open");
    call->verifier.feed(bytes);
    if (last) complete(*call);
}

void Connection::on_frame(const FrameHeader& header, std::span<const std::uint8_t> payload) {
    const bool four = header.type == FrameType::WindowUpdate || header.type == FrameType::RstStream;
    if (four && payload.size() != 4) throw std::runtime_error("the server sent a control frame of the wrong size");
    switch (header.type) {
        case FrameType::Headers:
        case FrameType::Continuation: on_headers(header, payload); break;
        case FrameType::Settings: on_settings(header, payload); break;
        case FrameType::Ping:
            if (!(header.flags & flag::kAck)) send_frame(FrameType::Ping, flag::kAck, 0, payload);
            break;
        case FrameType::WindowUpdate: on_window_update(header.stream, read_u32(payload.data()) & 0x7fff'ffff); break;
        case FrameType::RstStream: on_reset(header.stream, read_u32(payload.data())); break;
        case FrameType::GoAway: on_go_away(payload); break;
        default: break;  // unknown types are to be ignored
    }
}

void Connection::on_headers(const FrameHeader& header, std::span<const std::uint8_t> payload) {
    if (header.type == FrameType::Headers) {
        header_block_last_ = (header.flags & flag::kEndStream) != 0;
        if (header.flags & flag::kPriority) payload = payload.subspan(5);
        if (header.flags & flag::kEndHeaders) return end_of_block(header.stream, payload, header_block_last_);
        header_block_.clear();
    }
    header_block_ += text_of(payload);
    if (header.flags & flag::kEndHeaders) end_of_block(header.stream, bytes_of(header_block_), header_block_last_);
}

void Connection::end_of_block(std::uint32_t stream, std::span<const std::uint8_t> block, bool last) {
    Call* call = find(stream);
    if (call == nullptr) throw std::runtime_error("the server sent headers for a stream that is not open");
    inflater_.inflate(block, call->status);
    if (last) complete(*call);
}

void Connection::complete(Call& call) {
    if (call.status.http != 200) throw std::runtime_error("HTTP status " + std::to_string(call.status.http));
    if (options_.mode != Mode::Post && call.status.grpc != 0) {
        throw std::runtime_error("grpc-status " + std::to_string(call.status.grpc) + ": " + inflater_.grpc_message());
    }
    call.verifier.finish();
    if (call.sent != call.variant->body.size()) throw std::runtime_error("answered before the request was complete");
    slot(call.stream) = nullptr;
    --in_flight_;
    owner_.completed(*this, call);
}

void Connection::on_settings(const FrameHeader& header, std::span<const std::uint8_t> payload) {
    if (header.flags & flag::kAck) return;
    bool indexed = true;
    for (; payload.size() >= 6; payload = payload.subspan(6)) {
        const auto id = static_cast<std::uint16_t>(payload[0] << 8 | payload[1]);
        const std::uint32_t value = read_u32(payload.data() + 2);
        if (id == setting::kHeaderTableSize) {
            indexed = value >= kDynamicTable;
        } else if (id == setting::kMaxConcurrentStreams) {
            max_streams_ = value;
        } else if (id == setting::kMaxFrameSize) {
            max_frame_ = value;
        } else if (id == setting::kInitialWindowSize) {
            const std::int64_t change = std::int64_t{value} - initial_window_;
            initial_window_ = value;
            for (Call* call : streams_) {
                if (call == nullptr) continue;
                call->window += change;
                if (call->waiting && call->window > 0) {
                    call->waiting = false;
                    sending_.push_back(call);
                }
            }
        }
    }
    send_frame(FrameType::Settings, flag::kAck, 0, {});
    if (!ready_) request_headers_ = encode_request_headers(payload_.path, payload_.headers, indexed);
    ready_ = true;
}

void Connection::on_window_update(std::uint32_t stream, std::uint32_t increment) {
    if (stream == 0) {
        send_window_ += increment;
    } else if (Call* call = find(stream)) {
        call->window += increment;
        if (call->waiting && call->window > 0) {
            call->waiting = false;
            sending_.push_back(call);
        }
    }
}

void Connection::on_reset(std::uint32_t stream, std::uint32_t code) {
    if (find(stream) != nullptr) throw std::runtime_error("the server reset a call, error code " + std::to_string(code));
}

void Connection::on_go_away(std::span<const std::uint8_t> payload) {
    if (payload.size() < 8) throw std::runtime_error("the server sent a GOAWAY that cannot be read");
    const std::uint32_t last = read_u32(payload.data()) & 0x7fff'ffff;
    const std::uint32_t code = read_u32(payload.data() + 4);
    if (code != 0) {
        throw std::runtime_error("the server ended the connection, error code " + std::to_string(code) + " " +
                                 text_of(payload.subspan(8)));
    }
    draining_ = true;
    for (Call*& entry : streams_) {
        if (entry == nullptr || entry->stream <= last) continue;
        Call& call = *entry;
        entry = nullptr;
        --in_flight_;
        std::erase(sending_, &call);
        owner_.refused(*this, call);
    }
}

}  // namespace load
