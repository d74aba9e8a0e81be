using System.Net;
using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Tests.Grpc.Rig;
using InferencePlatform.Service.Tests.Rest;
using static InferencePlatform.Service.Tests.Grpc.Rig.Requests;

namespace InferencePlatform.Service.Tests.Consistency;

/// <summary>The same mistake hears the same sentence over gRPC and over REST, with the status that stands for the other's.</summary>
public sealed class SameAnswerTests(FixtureModels models) : IClassFixture<FixtureModels>
{
    private static readonly Dictionary<string, ModelInferRequest> OutputMistakes = new()
    {
        ["unknown output"] = Identity().WithOutputs("z"),
        ["output asked for twice"] = Identity().WithOutputs("y", "y"),
    };

    public static TheoryData<string> Table { get; } =
    [
        "unknown model", "model name in another case", "unknown version", "model that failed to load",
        "no inputs", "missing input", "extra input", "misnamed input", "duplicated input",
        "wrong datatype", "unknown datatype", "datatype in small letters",
        "rank too low", "no shape", "rank of seventy", "wrong fixed dimension", "negative dimension", "product over 31 bits",
        "raw too short", "raw too long", "BOOL neither 0 nor 1",
        "BYTES cut off in a text", "BYTES with too few texts",
        "unknown output", "output asked for twice",
        "index out of bounds in the run", "batches that differ",
    ];

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_mistake_hears_the_same_over_grpc_and_rest(string what)
    {
        var request = OutputMistakes.GetValueOrDefault(what) ?? BadRequests.Table[what].Request;

        var grpc = await Refused.AssertAsync(models.Client.InferAsync(request), OutputMistakes.ContainsKey(what) ? StatusCode.InvalidArgument : BadRequests.Table[what].Code);
        using var http = new HttpClient { BaseAddress = models.Server.HttpAddress };
        var rest = await http.PostAsync(RestForm.PathOf(request), RestForm.BodyOf(request), RestClient.Token).ReadAsync();

        Assert.Equal(grpc.Status.Detail, rest.Error(StatusOf(grpc.StatusCode)));
    }

    private static HttpStatusCode StatusOf(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument => HttpStatusCode.BadRequest,
        StatusCode.NotFound => HttpStatusCode.NotFound,
        StatusCode.Unavailable => HttpStatusCode.ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No mistake in the table has it."),
    };

    private static ModelInferRequest Identity() => For("identity_fp32").WithFloats("x", [1, 1], 1);
}
