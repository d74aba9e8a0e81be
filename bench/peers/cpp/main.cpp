// The reference server: what gRPC C++ and ONNX Runtime do together when nothing else is in the way.
#include <absl/synchronization/mutex.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>

#include "model.h"
#include "server.h"
#include "settings.h"

int main(int argc, char** argv) {
    using namespace peer;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    // Debian's gRPC is built without NDEBUG, and so with Abseil's search for lock cycles on every lock.
    absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
    try {
        const Settings settings = parse_settings(argc, argv);
        const Model model(settings);
        const Server server(settings, model);
        std::printf("ready on 127.0.0.1:%d\n", settings.port);
        std::fflush(stdout);
        int received = 0;
        sigwait(&signals, &received);
        std::_Exit(0);
    } catch (const HelpWanted&) {
        std::fputs(usage().c_str(), stdout);
        return 0;
    } catch (const std::invalid_argument& error) {
        std::fprintf(stderr, "cpp-peer: %s\n\n%s", error.what(), usage().c_str());
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "cpp-peer: %s\n", error.what());
        return 1;
    }
}
