using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Grpc;

/// <summary>What a request says beside its tensors: versions, its id, parameters.</summary>
public sealed class RequestFieldTests(IrisVersions models) : IClassFixture<IrisVersions>
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("2", "2")]
    [InlineData("", "2")]
    public async Task The_version_asked_for_answers_and_the_latest_where_none_is(string asked, string answers)
    {
        var answer = await models.Client.InferAsync(Iris(asked));

        Assert.Equal(("iris", answers), (answer.ModelName, answer.ModelVersion));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("latest")]
    [InlineData("01")]
    public Task A_version_that_is_not_there_is_named_with_those_that_are(string version) => Refused.AssertAsync(
        models.Client.InferAsync(Iris(version)), StatusCode.NotFound, "'iris'", $"'{version}'", "1 (Ready)", "2 (Ready)");

    [Theory]
    [InlineData("")]
    [InlineData("a-42 żółw 🐢")]
    public async Task The_requests_id_is_echoed(string id)
    {
        var request = Iris("1");
        request.Id = id;

        Assert.Equal(id, (await models.Client.InferAsync(request)).Id);
    }

    [Fact]
    public async Task An_id_that_is_no_text_is_refused_and_not_echoed()
    {
        // A client of another language could not even read a response that holds it.
        byte[] id = [3 << 3 | 2, 2, 0xC3, 0x28];

        await Refused.AssertAsync(
            models.Client.SendAsync<ModelInferResponse>(InferenceClient.InferMethod, [.. Encodings.Unpacked(Iris("1")), .. id]),
            StatusCode.InvalidArgument, "id", "UTF-8");
    }

    [Fact]
    public async Task Parameters_of_the_request_its_inputs_and_outputs_are_accepted()
    {
        var request = Iris("1").WithOutputs("probabilities");
        request.Parameters.Add("priority", new InferParameter { Uint64Param = 1 });
        request.Inputs[0].Parameters.Add("note", new InferParameter { StringParam = "x" });
        request.Outputs[0].Parameters.Add("binary_data", new InferParameter { BoolParam = true });

        Assert.Equal([1, 3], Assert.Single((await models.Client.InferAsync(request)).Outputs).Shape);
    }

    private static ModelInferRequest Iris(string version) =>
        Requests.For("iris", version).WithFloats("features", [1, 4], 5.1f, 3.5f, 1.4f, 0.2f);
}
