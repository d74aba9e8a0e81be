using System.Reflection;
using InferencePlatform.Metrics;

namespace InferencePlatform.Service.Telemetry.Exposition;

/// <summary>Which server this is.</summary>
internal static class BuildFamily
{
    private static readonly string Version = typeof(BuildFamily).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static void Write(ExpositionWriter writer)
    {
        writer.Family("inference_build", MetricKind.Info, "Which server this is.");
        writer.Sample(Labels.Of(("version", Version), ("dotnet", Environment.Version.ToString())), 1);
    }
}
