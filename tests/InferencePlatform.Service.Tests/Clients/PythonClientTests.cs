using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Clients;

/// <summary>Clients that Debian's python3-grpc-tools makes.</summary>
public sealed class PythonClientTests(SampleModels models) : IClassFixture<SampleModels>
{
    [Fact]
    public async Task A_python_client_of_model_proto_predicts() => Assert.Equal("[2 4 6]", await RunAsync("predict.py"));

    [Fact]
    public async Task A_python_client_may_name_model_and_numbers() =>
        Assert.Equal("[-1 0.5]", await RunAsync("predict.py", "--model=example_model_fp32", "--", "-0.5", "0.25"));

    [Theory]
    [InlineData("raw")]
    [InlineData("typed")]
    public async Task A_python_client_of_the_open_inference_protocol_names_the_digits(string contents) =>
        Assert.Equal("440 of 450", await RunAsync("infer_digits.py", $"--contents={contents}"));

    private async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        await GeneratedClient.RequireAsync("python", TimeSpan.FromMinutes(3));
        return await GeneratedClient.RunAsync(
            ".tools/interop-python/run",
            ["python3", Path.Combine(TestFiles.Root, "tests/clients/predict-python", program), $"--target={models.Server.GrpcAddress.Authority}", .. arguments]);
    }
}
