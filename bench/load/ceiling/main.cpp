// The fastest server that can be: answers ModelInfer without decoding headers or protobuf, doubling the FP32 values at
// the end of the body. What the load generator reaches against it on the other core is the load generator's own limit.
//
//   ceiling PORT FLOATS
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "../frame_reader.h"
#include "../frames.h"
#include "../output_queue.h"

namespace {

using namespace load;

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint32_t kWindow = 0x7000'0000;
const std::string kHeaders = "\x88";                               // :status 200
const std::string kTrailers("\x00\x0bgrpc-status\x01" "0", 15);    // a literal

class CeilingConnection {
public:
    CeilingConnection(int socket, std::size_t floats) : socket_(socket), values_(floats) {
        std::uint8_t settings[6] = {0, setting::kInitialWindowSize};
        write_u32(settings + 2, kWindow);
        send(FrameType::Settings, 0, 0, settings);
        std::uint8_t increment[4];
        write_u32(increment, kWindow);
        send(FrameType::WindowUpdate, 0, 0, increment);
    }

    void serve() {
        char preface[kPreface.size()];
        if (recv(socket_, preface, sizeof preface, MSG_WAITALL) != sizeof preface) return;
        for (;;) {
            reader_.receive(socket_, *this);
            output_.flush(socket_);
        }
    }

    void on_data(std::uint32_t stream, std::span<const std::uint8_t> bytes, bool last) {
        consumed_ += static_cast<std::uint32_t>(bytes.size());
        if (consumed_ > kWindow / 4) {
            std::uint8_t increment[4];
            write_u32(increment, consumed_);
            send(FrameType::WindowUpdate, 0, 0, increment);
            consumed_ = 0;
        }
        if (last && body_.empty()) return answer(stream, bytes);
        body_.insert(body_.end(), bytes.begin(), bytes.end());
        if (last) {
            answer(stream, body_);
            body_.clear();
        }
    }

    void on_frame(const FrameHeader& header, std::span<const std::uint8_t> payload) {
        if (header.flags & flag::kAck) return;
        if (header.type == FrameType::Settings) send(FrameType::Settings, flag::kAck, 0, {});
        if (header.type == FrameType::Ping) send(FrameType::Ping, flag::kAck, 0, payload);
    }

private:
    void answer(std::uint32_t stream, std::span<const std::uint8_t> body) {
        const std::size_t size = values_.size() * sizeof(float);
        std::memcpy(values_.data(), body.data() + body.size() - size, size);
        for (float& value : values_) value *= 2;

        Bytes prefix{6 << 3 | 2};  // raw_output_contents
        std::size_t length = size;
        for (; length >= 0x80; length >>= 7) prefix.push_back(static_cast<std::uint8_t>(length | 0x80));
        prefix.push_back(static_cast<std::uint8_t>(length));
        Bytes message(5);
        write_u32(message.data() + 1, static_cast<std::uint32_t>(prefix.size() + size));
        message.insert(message.end(), prefix.begin(), prefix.end());
        const auto* raw = reinterpret_cast<const std::uint8_t*>(values_.data());
        message.insert(message.end(), raw, raw + size);

        send(FrameType::Headers, flag::kEndHeaders, stream, bytes_of(kHeaders));
        for (std::size_t at = 0; at < message.size(); at += kDefaultMaxFrame) {
            send(FrameType::Data, 0, stream,
                 std::span(message).subspan(at, std::min<std::size_t>(kDefaultMaxFrame, message.size() - at)));
        }
        send(FrameType::Headers, flag::kEndHeaders | flag::kEndStream, stream, bytes_of(kTrailers));
    }

    static std::span<const std::uint8_t> bytes_of(const std::string& text) {
        return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    }

    void send(FrameType type, std::uint8_t flags, std::uint32_t stream, std::span<const std::uint8_t> payload) {
        std::uint8_t* at = output_.append(kFrameHeaderSize + payload.size());
        write_frame_header(at, {static_cast<std::uint32_t>(payload.size()), type, flags, stream});
        std::ranges::copy(payload, at + kFrameHeaderSize);
    }

    int socket_;
    std::vector<float> values_;
    FrameReader reader_;
    OutputQueue output_;
    Bytes body_;
    std::uint32_t consumed_ = 0;
};

int listen_on(std::uint16_t port) {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(listener, 8) != 0) {
        throw std::runtime_error("the port cannot be listened on");
    }
    return listener;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: ceiling PORT FLOATS\n", stderr);
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int listener = listen_on(static_cast<std::uint16_t>(std::atoi(argv[1])));
    for (int client; (client = accept(listener, nullptr, nullptr)) >= 0;) {
        const int on = 1;
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        try {
            CeilingConnection(client, static_cast<std::size_t>(std::atol(argv[2]))).serve();
        } catch (const std::exception&) {
            // The client has what it came for.
        }
        close(client);
    }
}
