using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>
/// The entries of one or several kubeconfig files, each with the file it is from. Where files say different things, the
/// first that says anything is right, as kubectl has it.
/// </summary>
internal sealed class KubeConfigEntries
{
    private const long MaxFileBytes = 16 << 20;

    private readonly Dictionary<string, (KubeConfigFile.Cluster Value, string File)> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (KubeConfigFile.User Value, string File)> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (KubeConfigFile.Context Value, string File)> _contexts = new(StringComparer.Ordinal);

    private KubeConfigEntries(IReadOnlyList<string> files) => Files = string.Join(Path.PathSeparator, files);

    /// <summary>What was read, for messages.</summary>
    public string Files { get; }

    public string? CurrentContext { get; private set; }

    public IReadOnlyCollection<string> ContextNames => _contexts.Keys;

    public static KubeConfigEntries Read(IReadOnlyList<string> files)
    {
        var entries = new KubeConfigEntries(files);
        foreach (var file in files)
        {
            entries.Merge(Parse(file), Path.GetFullPath(file));
        }

        return entries;
    }

    public (KubeConfigFile.Context Value, string File)? Context(string name) => _contexts.TryGetValue(name, out var found) ? found : null;

    public (KubeConfigFile.Cluster Value, string File)? Cluster(string name) => _clusters.TryGetValue(name, out var found) ? found : null;

    public (KubeConfigFile.User Value, string File)? User(string name) => _users.TryGetValue(name, out var found) ? found : null;

    private static KubeConfigFile Parse(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MaxFileBytes)
            {
                throw new KubeConfigException($"{file} is over {MaxFileBytes} bytes, so it is no kubeconfig.");
            }

            using var text = File.OpenText(file);
            return new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<KubeConfigFile?>(text) ?? new KubeConfigFile();
        }
        catch (YamlException e)
        {
            throw new KubeConfigException($"{file}, line {e.Start.Line}: this is no kubeconfig: {(e.InnerException ?? e).Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"The kubeconfig {file} cannot be read: {e.Message}", e);
        }
    }

    private void Merge(KubeConfigFile from, string file)
    {
        CurrentContext = string.IsNullOrEmpty(CurrentContext) ? from.CurrentContext : CurrentContext;
        foreach (var entry in from.Clusters ?? [])
        {
            _clusters.TryAdd(entry.Name ?? "", (entry.Value ?? new(), file));
        }

        foreach (var entry in from.Users ?? [])
        {
            _users.TryAdd(entry.Name ?? "", (entry.Value ?? new(), file));
        }

        foreach (var entry in from.Contexts ?? [])
        {
            _contexts.TryAdd(entry.Name ?? "", (entry.Value ?? new(), file));
        }
    }
}
