using InferencePlatform.Testing;

namespace InferencePlatform.Monitoring.Tests;

/// <summary>The files under test.</summary>
internal static class MonitoringFiles
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "manifests", "monitoring");

    public static string Alerts { get; } = Path.Combine(Folder, "alerts.rules.yaml");

    public static string Recording { get; } = Path.Combine(Folder, "recording.rules.yaml");

    public static string RuleTests { get; } = Path.Combine(Repository.Root, "tests", "InferencePlatform.Monitoring.Tests", "Rules");

    public static string Document { get; } = Path.Combine(Repository.Root, "docs", "monitoring.md");

    public static string Dashboard(string name) => Path.Combine(Folder, "dashboards", name + ".json");
}
