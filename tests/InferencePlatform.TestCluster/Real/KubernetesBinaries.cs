namespace InferencePlatform.TestCluster.Real;

/// <summary>
/// Kubernetes' own programs, in the folder that <c>KUBEBUILDER_ASSETS</c> names: the convention of controller-runtime's
/// envtest. They are the machine's own and never part of this repository.
/// </summary>
public static class KubernetesBinaries
{
    public const string Etcd = "etcd";

    public const string ApiServer = "kube-apiserver";

    public const string ControllerManager = "kube-controller-manager";

    /// <summary>The folder.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS") is { Length: > 0 } named ? named : "/usr/local/kubebuilder/bin";

    /// <summary>The path at which a program is expected.</summary>
    public static string PathOf(string program) => Path.Combine(Folder, program);

    /// <summary>Which of the programs are not there and what to do, or null where all are.</summary>
    public static string? WhyMissing(params string[] programs)
    {
        var missing = programs.Where(program => !File.Exists(PathOf(program))).ToArray();
        return missing.Length == 0
            ? null
            : $"No real Kubernetes here: {Folder} has no {string.Join(" and no ", missing)}. Point KUBEBUILDER_ASSETS at a folder that has.";
    }
}
