// Keeps idle virtual CPUs awake: a busy loop at the lowest priority on each CPU named. Without it a hypervisor may take
// an idle CPU away and every wake-up of server or client then costs tens of microseconds that belong to neither.
// Whatever wakes up pre-empts the loop at once (SCHED_IDLE). A thread that was pre-empted itself need not: Linux's EEVDF
// may find it to have had its share and the loop not, and then the loop keeps the CPU up to the next tick, some
// milliseconds. So the loop offers the CPU every microsecond or so.
//
//   spinner SECONDS CPU...
//
// Ends after SECONDS at the latest, and when the process that started it ends.
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

void spin_on(int cpu, Clock::time_point end) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) {
        std::fprintf(stderr, "spinner: CPU %d cannot be used\n", cpu);
        std::exit(1);
    }
    const sched_param lowest{};
    sched_setscheduler(0, SCHED_IDLE, &lowest);
    while (Clock::now() < end) {
        for (int round = 0; round < 200; ++round) {
            for (int i = 0; i < 32; ++i) __builtin_ia32_pause();
            sched_yield();
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const pid_t parent = getppid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) return 0;  // it ended before the line above
    const double seconds = argc >= 3 ? std::atof(argv[1]) : 0;
    if (!(seconds > 0 && seconds <= 7200)) {
        std::fputs("usage: spinner SECONDS CPU...    (at most 7200 seconds)\n", stderr);
        return 2;
    }
    setpriority(PRIO_PROCESS, 0, 19);
    const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    std::vector<std::jthread> threads;
    for (int i = 2; i < argc; ++i) threads.emplace_back(spin_on, std::atoi(argv[i]), end);
}
