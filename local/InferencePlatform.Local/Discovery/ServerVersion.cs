using System.Text.Json.Nodes;

namespace InferencePlatform.Local.Discovery;

/// <summary>The Kubernetes version whose behaviour is copied; build metadata tells ours from the real one.</summary>
internal static class ServerVersion
{
    public const string Text = "v1.36.0+inference-platform";

    public static JsonObject Json { get; } = new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["gitVersion"] = Text,
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "",
        ["platform"] = "linux/amd64",
    };
}
