namespace InferencePlatform.Service.Runtime;

/// <summary>Shapes as people read them.</summary>
internal static class ShapeText
{
    public static string Format(ReadOnlySpan<long> shape) => $"[{string.Join(',', shape.ToArray())}]";
}
