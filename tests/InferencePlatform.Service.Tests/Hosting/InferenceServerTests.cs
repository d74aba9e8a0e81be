using InferencePlatform.Grpc;
using Model;

namespace InferencePlatform.Service.Tests.Hosting;

public sealed class InferenceServerTests
{
    [Fact]
    public async Task A_server_over_the_samples_answers_a_simple_prediction()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Samples);
        using var client = server.Connect();

        var answer = await client.UnaryAsync(
            "model.ModelInference/Predict",
            ProtobufCodec.For<PredictRequest>(),
            ProtobufCodec.For<PredictResponse>(),
            new PredictRequest { ModelId = "example_model", Inputs = { 1, 2, 3 } });

        Assert.Equal([2, 4, 6], answer.Outputs);
    }
}
