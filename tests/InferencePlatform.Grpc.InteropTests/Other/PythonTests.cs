namespace InferencePlatform.Grpc.InteropTests.Other;

/// <summary>Debian's python3-grpcio.</summary>
public sealed class PythonTests(PythonTests.Python python) : IClassFixture<PythonTests.Python>
{
    public static TheoryData<string> ClientCases { get; } = [.. OtherLanguage.ClientCases];

    // It cannot tell whether a request was compressed.
    public static TheoryData<string> ServerCases { get; } =
    [
        .. OtherLanguage.Basic, "client_compressed_unary_noprobe", "client_compressed_streaming_noprobe",
        "server_compressed_unary", "server_compressed_streaming",
    ];

    [Theory]
    [MemberData(nameof(ClientCases))]
    public Task Its_client_passes_against_our_server(string name) => python.AssertItsClientPassedAsync(name);

    [Theory]
    [MemberData(nameof(ServerCases))]
    public Task Our_client_passes_against_its_server(string name) => python.AssertOurClientPassesAsync(name);

    [Fact]
    public Task Its_client_passes_against_our_server_over_TLS() => python.AssertItsClientPassesOverTlsAsync();

    public sealed class Python() : OtherLanguage("python", ".tools/interop-python/run", "python3", "tests/clients/python/interop.py");
}
