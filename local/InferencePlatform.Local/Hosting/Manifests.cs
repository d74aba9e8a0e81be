using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Local.Resources;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Local.Hosting;

/// <summary>One object of a manifest.</summary>
internal sealed record ManifestObject(string File, ResourceType Resource, ObjectKey Key, JsonObject Body);

/// <summary>Applies manifests as <c>kubectl apply --server-side</c> does, for machines without kubectl.</summary>
internal static class Manifests
{
    private static readonly ApplyOptions Options = new("inference-platform") { Force = true };

    /// <summary>Reads all before anything is started for them.</summary>
    /// <param name="paths">YAML files, and folders of them.</param>
    /// <exception cref="PlatformException">One is not there, cannot be read, or has a kind that is not served; the message says which.</exception>
    public static IReadOnlyList<ManifestObject> Read(IEnumerable<string> paths) => [.. paths.SelectMany(Files).SelectMany(ReadFile)];

    /// <returns>The InferenceModels among the objects.</returns>
    /// <exception cref="PlatformException">An object is refused; the message names its file.</exception>
    public static async Task<IReadOnlyList<ObjectKey>> ApplyAsync(IKubernetesClient client, IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        foreach (var o in objects)
        {
            try
            {
                await client.ApplyAsync<JsonObject>(o.Resource, o.Key, o.Body, Options, cancellationToken);
            }
            catch (ApiException e)
            {
                throw new PlatformException($"{o.File}: {e.Message}", e);
            }
        }

        return [.. objects.Where(o => o.Resource == ResourceType.Of<InferenceModel>()).Select(o => o.Key)];
    }

    private static IReadOnlyList<string> Files(string path) =>
        File.Exists(path) ? [path]
        : Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*.yaml").Order(StringComparer.Ordinal)]
        : throw new PlatformException($"{path} is neither a manifest nor a folder of manifests.");

    private static IReadOnlyList<ManifestObject> ReadFile(string file)
    {
        try
        {
            return [.. KubernetesYaml.Read(File.ReadAllText(file)).Select(body => Of(file, body))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidOperationException)
        {
            throw new PlatformException($"{file}: {e.Message}", e);
        }
    }

    private static ManifestObject Of(string file, JsonObject body)
    {
        var (version, kind) = ((string?)body["apiVersion"], (string?)body["kind"]);
        var resource = BuiltInResources.All.Select(r => r.Type).Append(ResourceType.Of<InferenceModel>()).FirstOrDefault(t => t.ApiVersion == version && t.Kind == kind)
            ?? throw new FormatException($"The single-machine platform has no kind {kind} in {version}.");
        var ns = (string?)body["metadata"]?["namespace"] ?? "default";
        return new(file, resource, new(resource.Namespaced ? ns : null, (string?)body["metadata"]?["name"] ?? ""), body);
    }
}
