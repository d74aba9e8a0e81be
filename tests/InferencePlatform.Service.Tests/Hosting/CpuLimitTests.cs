using InferencePlatform.Service.Hosting;

namespace InferencePlatform.Service.Tests.Hosting;

public sealed class CpuLimitTests
{
    [Theory]
    [InlineData("max 100000", 8)]
    [InlineData("200000 100000", 2)]
    [InlineData("150000 100000", 2)]
    [InlineData("10000 100000", 1)]
    [InlineData("1600000 100000", 8)]
    [InlineData("nonsense", 8)]
    [InlineData("", 8)]
    public void The_limit_of_version_2_is_rounded_up_and_never_above_the_machine(string max, int cpus) =>
        Assert.Equal(cpus, Decide(8, ("/proc/self/cgroup", "0::/\n"), ("/sys/fs/cgroup/cpu.max", max + "\n")));

    [Fact]
    public void A_limit_on_a_group_above_holds_too() => Assert.Equal(2, Decide(
        8,
        ("/proc/self/cgroup", "0::/kubepods/pod1/container\n"),
        ("/sys/fs/cgroup/kubepods/pod1/container/cpu.max", "400000 100000\n"),
        ("/sys/fs/cgroup/kubepods/pod1/cpu.max", "200000 100000\n"),
        ("/sys/fs/cgroup/kubepods/cpu.max", "max 100000\n")));

    [Theory]
    [InlineData("-1", 8)]
    [InlineData("250000", 3)]
    public void The_limit_of_version_1_is_a_quota_of_a_period(string quota, int cpus) => Assert.Equal(cpus, Decide(
        8,
        ("/proc/self/cgroup", "5:memory:/docker/x\n4:cpu,cpuacct:/docker/x\n0::/docker/x\n"),
        ("/sys/fs/cgroup/cpu/docker/x/cpu.cfs_quota_us", quota + "\n"),
        ("/sys/fs/cgroup/cpu/docker/x/cpu.cfs_period_us", "100000\n")));

    [Fact]
    public void A_container_that_sees_only_its_own_group_is_limited_by_the_mounts_root() => Assert.Equal(1, Decide(
        8,
        ("/proc/self/cgroup", "4:cpu,cpuacct:/docker/x\n"),
        ("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "100000\n"),
        ("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n")));

    [Fact]
    public void Without_groups_the_machine_counts() => Assert.Equal(3, Decide(3));

    [Fact]
    public void This_process_has_at_least_one() => Assert.InRange(CpuLimit.Read(), 1, Environment.ProcessorCount);

    private static int Decide(int processors, params (string Path, string Text)[] files) =>
        CpuLimit.Decide(processors, path => files.FirstOrDefault(f => f.Path == path).Text);
}
