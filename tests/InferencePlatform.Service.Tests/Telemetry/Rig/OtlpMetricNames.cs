using Google.Protobuf;

namespace InferencePlatform.Service.Tests.Telemetry.Rig;

/// <summary>The names of metrics that arrive by OTLP.</summary>
internal static class OtlpMetricNames
{
    public static IEnumerable<string> ReadAll(ByteString export) =>
        WireFields.At(export, 1, 2, 2, 1).Select(name => name.ToStringUtf8());
}
