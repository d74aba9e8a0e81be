using Google.Protobuf;

namespace InferencePlatform.Service.Tests.Telemetry.Rig;

/// <summary>A span as it arrives by OTLP. Source of the field numbers: open-telemetry/opentelemetry-proto.</summary>
internal sealed record OtlpSpan(string TraceId, string SpanId, string ParentId, string Name, ulong Start, ulong End, IReadOnlyDictionary<string, string> Attributes)
{
    public static IEnumerable<OtlpSpan> ReadAll(ByteString export) => WireFields.At(export, 1, 2, 2).Select(Read);

    private static OtlpSpan Read(ByteString span) => new(
        Hex(span, 1),
        Hex(span, 2),
        Hex(span, 4),
        WireFields.At(span, 5).Single().ToStringUtf8(),
        WireFields.Fixed64(span, 7),
        WireFields.Fixed64(span, 8),
        WireFields.At(span, 9).ToDictionary(
            attribute => WireFields.At(attribute, 1).Single().ToStringUtf8(),
            attribute => WireFields.At(attribute, 2, 1).SingleOrDefault()?.ToStringUtf8() ?? ""));

    private static string Hex(ByteString span, int field) =>
        Convert.ToHexStringLower(WireFields.At(span, field).SingleOrDefault(ByteString.Empty).Span);
}
