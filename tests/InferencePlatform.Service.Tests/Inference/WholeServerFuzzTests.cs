using Google.Protobuf;
using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Service.Tests.Grpc.Rig;
using Model;

namespace InferencePlatform.Service.Tests.Inference;

/// <summary>A whole server under requests that nobody thought of.</summary>
public sealed class WholeServerFuzzTests(FixtureModels models) : IClassFixture<FixtureModels>
{
    /// <summary>What spoiled bytes may rightly end with.</summary>
    private static readonly StatusCode[] Expected = [StatusCode.OK, StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.Internal, StatusCode.Unavailable];

    [Fact]
    public async Task Random_tensors_in_any_encoding_come_back_as_they_went()
    {
        var random = new Random(31);
        for (var i = 0; i < 2_000; i++)
        {
            var request = new RandomRequest(random).Next();

            var answer = await models.Client.SendAsync<ModelInferResponse>(InferenceClient.InferMethod, new Scrambler(random).Encode(request));

            Assert.Equal((request.ModelName, "1", request.Id), (answer.ModelName, answer.ModelVersion, answer.Id));
            var output = Assert.Single(answer.Outputs);
            Assert.Equal((request.Inputs[0].Datatype, request.Inputs[0].Shape), (output.Datatype, output.Shape));
            Assert.Equal(request.RawInputContents, answer.RawOutputContents);
            Assert.Equal(request.Inputs[0].Contents?.ToByteString(), output.Contents?.ToByteString());
        }
    }

    [Fact]
    public async Task Spoiled_requests_always_get_a_status_on_a_connection_that_lives_on()
    {
        var connections = 0;
        using var handler = Connections.Counting(() => connections++);
        using var client = InferenceClient.To(models.Server, new GrpcChannelOptions { Handler = handler });
        var random = new Random(32);
        var seen = new Dictionary<StatusCode, int>();
        for (var i = 0; i < 6_000; i++)
        {
            var status = i % 3 == 0
                ? await SendAsync<PredictResponse>(client, InferenceClient.PredictMethod, new PredictRequest { ModelId = "identity_fp32", Inputs = { 1, 2, 3 } }, random)
                : await SendAsync<ModelInferResponse>(client, InferenceClient.InferMethod, new RandomRequest(random).Next(), random);
            seen[status] = seen.GetValueOrDefault(status) + 1;
        }

        Assert.All(seen.Keys, code => Assert.Contains(code, Expected));
        Assert.True(seen.Count >= 4 && seen.Values.Min() > 50, $"The requests were not spoiled in enough ways: {string.Join(", ", seen)}");
        Assert.Equal(1, connections);
        models.Server.Errors.AssertNone();
    }

    private static async Task<StatusCode> SendAsync<TResponse>(InferenceClient client, string method, IMessage request, Random random)
        where TResponse : IMessage<TResponse>, new()
    {
        try
        {
            await client.SendAsync<TResponse>(method, new Mutations(random).Of(new Scrambler(random).Encode(request)));
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
