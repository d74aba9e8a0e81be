using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Clients;

/// <summary>A client that Debian's protoc-gen-go and grpc-go make.</summary>
[Trait("Tier", "full")]
public sealed class GoClientTests(SampleModels models) : IClassFixture<SampleModels>
{
    [Fact]
    public async Task A_go_client_of_model_proto_predicts() => Assert.Equal("[2 4 6]", await RunAsync());

    [Fact]
    public async Task A_go_client_may_name_model_and_numbers() =>
        Assert.Equal("[-1 0.5]", await RunAsync("--model=example_model_fp32", "--", "-0.5", "0.25"));

    private async Task<string> RunAsync(params IEnumerable<string> arguments)
    {
        await GeneratedClient.RequireAsync("go", TimeSpan.FromMinutes(10));
        return await GeneratedClient.RunAsync(
            ".tools/interop-go-program/predict", [$"--target={models.Server.GrpcAddress.Authority}", .. arguments]);
    }
}
