namespace InferencePlatform.Grpc.InteropTests.Other;

/// <summary>Debian's libgrpc++.</summary>
[Trait("Tier", "full")]
public sealed class CppTests(CppTests.Cpp cpp) : IClassFixture<CppTests.Cpp>
{
    public static TheoryData<string> Cases { get; } = [.. OtherLanguage.ClientCases];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Its_client_passes_against_our_server(string name) => cpp.AssertItsClientPassedAsync(name);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Our_client_passes_against_its_server(string name) => cpp.AssertOurClientPassesAsync(name);

    [Fact]
    public Task Its_client_passes_against_our_server_over_TLS() => cpp.AssertItsClientPassesOverTlsAsync();

    public sealed class Cpp() : OtherLanguage("cpp", ".tools/interop-cpp-program/interop")
    {
        private protected override TimeSpan ReadyWithin => TimeSpan.FromMinutes(20);
    }
}
