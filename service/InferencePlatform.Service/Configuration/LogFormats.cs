namespace InferencePlatform.Service.Configuration;

/// <summary>What every program here can be told of its log.</summary>
internal static class LogFormats
{
    public static ChoiceFormat Level { get; } = new("level", "Trace", "Debug", "Information", "Warning", "Error", "Critical", "None");

    public static ChoiceFormat Format { get; } = new("format", "text", "json");
}
