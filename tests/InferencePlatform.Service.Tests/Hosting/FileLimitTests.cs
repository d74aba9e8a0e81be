using InferencePlatform.Service.Hosting;

namespace InferencePlatform.Service.Tests.Hosting;

public sealed class FileLimitTests
{
    [Theory]
    [InlineData(4096, null, 4096)]
    [InlineData(4096, 1048576L, 4096)]
    [InlineData(4096, 12544L, 4096)]
    [InlineData(4096, 12543L, 4095)]
    [InlineData(4096, 1024L, 256)]
    [InlineData(4096, 512L, 85)]
    [InlineData(4096, 300L, 14)]
    [InlineData(100, 1024L, 100)]
    [InlineData(1, 1024L, 1)]
    [InlineData(4096, 4L, 1)]
    public void A_port_takes_what_is_wanted_or_a_third_of_what_the_limit_leaves(int wanted, long? files, int connections) =>
        Assert.Equal(connections, FileLimit.Connections(wanted, files));

    [Theory]
    [InlineData("Limit                     Soft Limit           Hard Limit           Units\nMax open files            1024                 524288               files\n", 1024L)]
    [InlineData("Max open files            unlimited            unlimited            files\n", null)]
    [InlineData("Max processes             10                   10                   processes\n", null)]
    [InlineData("Max open files", null)]
    [InlineData("", null)]
    public void The_soft_limit_is_read(string limits, long? files) => Assert.Equal(files, FileLimit.Parse(limits));

    [Fact]
    public void This_process_has_a_limit() => Assert.InRange(FileLimit.Read() ?? long.MaxValue, 64, long.MaxValue);
}
