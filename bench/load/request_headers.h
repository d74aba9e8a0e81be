// The request's HPACK block (RFC 7541). Every call of a connection has the same headers, so two byte strings are all
// that is needed: the first call's, which enters them into the server's dynamic table, and every later one's, which
// only names the entries.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace load {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct RequestHeaders {
    std::string first;
    std::string later;
};

// `indexed` is false for a server that has switched its dynamic table off or made it small.
RequestHeaders encode_request_headers(std::string_view path, const HeaderList& headers, bool indexed);

}  // namespace load
