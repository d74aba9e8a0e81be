using Inference;
using InferencePlatform.Grpc;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>A request that must be refused.</summary>
/// <param name="Request">What is sent.</param>
/// <param name="Code">The status code it must get.</param>
/// <param name="Words">What the message must say: what is wrong, what was expected, what came.</param>
internal sealed record BadRequest(ModelInferRequest Request, StatusCode Code, params string[] Words)
{
    public static BadRequest Invalid(ModelInferRequest request, params string[] words) => new(request, StatusCode.InvalidArgument, words);
}
