namespace InferencePlatform.Grpc.InteropTests.Other;

/// <summary>npm's @grpc/grpc-js.</summary>
public sealed class NodeTests(NodeTests.Node node) : IClassFixture<NodeTests.Node>
{
    public static TheoryData<string> ClientCases { get; } = [.. OtherLanguage.ClientCases];

    // It cannot tell whether a request was compressed, and compresses no response.
    public static TheoryData<string> ServerCases { get; } =
        [.. OtherLanguage.Basic, "client_compressed_unary_noprobe", "client_compressed_streaming_noprobe"];

    [Theory]
    [MemberData(nameof(ClientCases))]
    public Task Its_client_passes_against_our_server(string name) => node.AssertItsClientPassedAsync(name);

    [Theory]
    [MemberData(nameof(ServerCases))]
    public Task Our_client_passes_against_its_server(string name) => node.AssertOurClientPassesAsync(name);

    [Fact]
    public Task Its_client_passes_against_our_server_over_TLS() => node.AssertItsClientPassesOverTlsAsync();

    public sealed class Node() : OtherLanguage("node", "node", "tests/clients/node/interop.js");
}
