#include "request_headers.h"

#include <stdexcept>

namespace load {

namespace {

// RFC 7541, appendix A.
constexpr char kMethodPost = '\x83';
constexpr char kSchemeHttp = '\x86';
constexpr int kNamePath = 4;
constexpr int kFirstDynamic = 62;

constexpr char kLiteralIndexing = '\x40';
constexpr char kTableSizeZero = '\x20';

void append_string(std::string& block, std::string_view text) {
    if (text.size() >= 127) throw std::runtime_error("a request header is longer than this client encodes");
    block += static_cast<char>(text.size());
    block += text;
}

}  // namespace

RequestHeaders encode_request_headers(std::string_view path, const HeaderList& headers, bool indexed) {
    std::string literals;
    literals += static_cast<char>(indexed ? kLiteralIndexing | kNamePath : kNamePath);
    append_string(literals, path);
    for (const auto& [name, value] : headers) {
        literals += indexed ? kLiteralIndexing : '\0';
        append_string(literals, name);
        append_string(literals, value);
    }

    const std::string fixed{kMethodPost, kSchemeHttp};
    if (!indexed) return {kTableSizeZero + fixed + literals, fixed + literals};

    // The entry added last has the lowest index.
    std::string indices;
    for (std::size_t i = headers.size() + 1; i-- > 0;) indices += static_cast<char>(0x80 | (kFirstDynamic + i));
    return {fixed + literals, fixed + indices};
}

}  // namespace load
