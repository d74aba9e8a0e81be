using InferencePlatform.Grpc.Interop;
using InferencePlatform.Grpc.Interop.Cases;

namespace InferencePlatform.Grpc.InteropTests.Own;

/// <summary>Our client and our server over TLS, each with a certificate.</summary>
public sealed class OwnTlsTests
{
    public static TheoryData<string> Cases => [.. InteropCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Our_client_passes_against_our_server_over_TLS(string name)
    {
        await using var server = new OwnTlsServer();
        await server.StartAsync();
        using var channel = server.CreateChannel();

        await InteropCases.All.Single(c => c.Name == name).Run(new TestServiceClient(channel)).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }
}
