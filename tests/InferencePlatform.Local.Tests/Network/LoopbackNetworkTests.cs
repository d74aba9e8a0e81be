using InferencePlatform.Local.Network;
using InferencePlatform.Local.Tests.Platform;

namespace InferencePlatform.Local.Tests.Network;

/// <summary>In turn with those that start platforms: one that starts meanwhile would take a network that is given back here, and these one of its.</summary>
[Collection(nameof(PlatformTests))]
public sealed class LoopbackNetworkTests : IDisposable
{
    private readonly string _first = Directory.CreateTempSubdirectory("inference-platform-network-").FullName;
    private readonly string _second = Directory.CreateTempSubdirectory("inference-platform-network-").FullName;

    public void Dispose()
    {
        Directory.Delete(_first, recursive: true);
        Directory.Delete(_second, recursive: true);
    }

    [Fact]
    public void Platforms_have_addresses_of_their_own_and_keep_them()
    {
        int octet;
        using (var first = LoopbackNetwork.Take(_first))
        using (var second = LoopbackNetwork.Take(_second))
        {
            Assert.NotEqual(first.PodOctet, second.PodOctet);
            Assert.InRange(first.PodOctet, 64, 95);
            Assert.Equal(first.PodOctet + 32, first.ServiceOctet);
            octet = second.PodOctet;
            Assert.Contains($"127.{octet}.x.y", Assert.Throws<IOException>(() => LoopbackNetwork.Take(_second)).Message, StringComparison.Ordinal);
        }

        using var again = LoopbackNetwork.Take(_second);
        Assert.Equal(octet, again.PodOctet);
    }
}
