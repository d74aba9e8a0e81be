// The request bodies, made once and sent unchanged, and what each answer has to say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "options.h"
#include "request_headers.h"

namespace load {

struct Variant {
    std::vector<std::uint8_t> body;      // as it goes into DATA frames
    std::vector<std::uint8_t> expected;  // the answer's values, little-endian; empty in post mode
};

struct Payload {
    std::string path;
    HeaderList headers;
    std::vector<Variant> variants;
};

Payload make_payload(const Options& options);

}  // namespace load
