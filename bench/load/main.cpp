// The benchmark's load generator. See --help.
#include <cstdio>
#include <cstring>
#include <exception>
#include <stdexcept>

#include "options.h"
#include "payload.h"
#include "result.h"
#include "runner.h"

int main(int argc, char** argv) {
    using namespace load;
    if (argc == 2 && std::strcmp(argv[1], "--help") == 0) {
        std::fputs(kUsage, stdout);
        return 0;
    }
    try {
        const Options options = parse_options(argc, argv);
        const Payload payload = make_payload(options);
        const Result result = Runner(options, payload).run();
        if (result.latency.total() == 0) throw std::runtime_error("no call was completed in the measured time");
        std::puts((options.json ? to_json(options, result) : to_text(options, result)).c_str());
        return 0;
    } catch (const std::invalid_argument& error) {
        std::fprintf(stderr, "load: %s\n\n%s", error.what(), kUsage);
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "load: %s\n", error.what());
        return 1;
    }
}
