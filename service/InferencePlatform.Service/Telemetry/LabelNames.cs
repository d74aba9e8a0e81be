using InferencePlatform.Grpc;

namespace InferencePlatform.Service.Telemetry;

/// <summary>What the values of our own lists are called in labels.</summary>
internal static class LabelNames
{
    private static readonly string[] Apis = [.. Enum.GetNames<InferenceApi>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] Codes = Enum.GetNames<StatusCode>();

    public static string Of(InferenceApi api) => Apis[(int)api];

    public static string Of(StatusCode code) => Codes[(int)code];
}
