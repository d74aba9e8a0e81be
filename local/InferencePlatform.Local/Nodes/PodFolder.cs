using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Nodes;

/// <summary>Where a pod's files are below the state folder.</summary>
/// <param name="Root">The pod's own folder; it goes with the pod.</param>
/// <param name="Claims">Folders of the namespace's persistent volume claims; they stay.</param>
internal sealed record PodFolder(string Root, string Claims)
{
    public static PodFolder Of(string state, Pod pod) => new(
        Path.Combine(state, "pods", pod.Metadata.Uid!),
        ClaimsOf(state, pod.Metadata.Namespace!));

    public static string ClaimsOf(string state, string ns) => Path.Combine(state, "volumes", ns);

    public string Log(string container) => Path.Combine(Root, "logs", container);

    public string Volume(string name) => Path.Combine(Root, "volumes", name);

    public string TerminationMessage(string container) => Path.Combine(Root, "termination", container);

    public void Delete()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
