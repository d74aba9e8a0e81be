#include "server_process.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace load {

namespace {

std::string read_all(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// utime and stime are the 14th and 15th fields; the 2nd, the name in brackets, may hold blanks.
std::uint64_t stat_cpu_ns(const std::filesystem::path& process) {
    const std::string text = read_all(process / "stat");
    const auto bracket = text.rfind(')');
    if (bracket == std::string::npos) throw std::runtime_error("the server's process is gone");
    std::istringstream fields(text.substr(bracket + 1));
    std::string skipped;
    for (int i = 3; i < 14; ++i) fields >> skipped;
    std::uint64_t utime = 0;
    std::uint64_t stime = 0;
    fields >> utime >> stime;
    return (utime + stime) * (1'000'000'000 / static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK)));
}

}  // namespace

ServerSample sample_server(int pid) {
    const std::filesystem::path process = "/proc/" + std::to_string(pid);
    ServerSample sample;
    sample.stat_ns = stat_cpu_ns(process);
    for (const auto& thread : std::filesystem::directory_iterator(process / "task")) {
        std::istringstream schedstat(read_all(thread.path() / "schedstat"));
        std::uint64_t ns = 0;
        if (schedstat >> ns) sample.thread_ns[std::stoi(thread.path().filename())] = ns;
    }
    std::istringstream status(read_all(process / "status"));
    for (std::string line; std::getline(status, line);) {
        const auto value = [&line] { return std::stoull(line.substr(line.find(':') + 1)); };
        if (line.starts_with("VmRSS:")) sample.rss_kb = value();
        if (line.starts_with("VmHWM:")) sample.peak_rss_kb = value();
        if (line.starts_with("Threads:")) sample.threads = static_cast<int>(value());
    }
    return sample;
}

std::uint64_t cpu_ns_between(const ServerSample& before, const ServerSample& after) {
    std::uint64_t total = 0;
    for (const auto& [thread, ns] : after.thread_ns) {
        const auto earlier = before.thread_ns.find(thread);
        total += ns - (earlier == before.thread_ns.end() ? 0 : earlier->second);
    }
    return total;
}

}  // namespace load
