using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Local.Resources;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Local.Hosting;

/// <summary>Applies manifests as <c>kubectl apply --server-side</c> does, for machines without kubectl.</summary>
internal static class Manifests
{
    private static readonly ApplyOptions Options = new("inference-platform") { Force = true };

    /// <param name="client">The API server.</param>
    /// <param name="path">A YAML file, or a folder of them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The InferenceModels among the objects.</returns>
    /// <exception cref="PlatformException">A file cannot be read or an object is refused; the message names both.</exception>
    public static async Task<IReadOnlyList<ObjectKey>> ApplyAsync(IKubernetesClient client, string path, CancellationToken cancellationToken)
    {
        var models = new List<ObjectKey>();
        foreach (var file in Files(path))
        {
            try
            {
                foreach (var o in KubernetesYaml.Read(await File.ReadAllTextAsync(file, cancellationToken)))
                {
                    var resource = ResourceOf(o);
                    var ns = (string?)o["metadata"]?["namespace"] ?? "default";
                    var key = new ObjectKey(resource.Namespaced ? ns : null, (string?)o["metadata"]?["name"] ?? "");
                    await client.ApplyAsync<JsonObject>(resource, key, o, Options, cancellationToken);
                    if (resource == ResourceType.Of<InferenceModel>())
                    {
                        models.Add(key);
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ApiException or InvalidOperationException)
            {
                throw new PlatformException($"{file}: {e.Message}", e);
            }
        }

        return models;
    }

    private static IReadOnlyList<string> Files(string path) =>
        File.Exists(path) ? [path]
        : Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*.yaml").Order(StringComparer.Ordinal)]
        : throw new PlatformException($"{path} is neither a manifest nor a folder of manifests.");

    private static ResourceType ResourceOf(JsonObject o)
    {
        var (version, kind) = ((string?)o["apiVersion"], (string?)o["kind"]);
        return BuiltInResources.All.Select(r => r.Type).Append(ResourceType.Of<InferenceModel>()).FirstOrDefault(t => t.ApiVersion == version && t.Kind == kind)
            ?? throw new FormatException($"The single-machine platform has no kind {kind} in {version}.");
    }
}
