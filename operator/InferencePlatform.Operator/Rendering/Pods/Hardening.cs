using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Operator.Rendering.Pods;

/// <summary>What Pod Security's <c>restricted</c> level asks of a container, and a read-only root.</summary>
internal static class Hardening
{
    public static SecurityContext Context { get; } = new()
    {
        AllowPrivilegeEscalation = false,
        ReadOnlyRootFilesystem = true,
        RunAsNonRoot = true,
        Capabilities = new Capabilities { Drop = ["ALL"] },
    };
}
