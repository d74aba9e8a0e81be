using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace InferencePlatform.Kubernetes.Yaml;

/// <summary>Manifests: JSON written as YAML, several documents to a file.</summary>
public static class KubernetesYaml
{
    /// <summary>Reads the objects of a manifest; empty documents are left out.</summary>
    /// <exception cref="FormatException">It is no YAML, or a document is no object; the message has the line.</exception>
    public static IReadOnlyList<JsonObject> Read(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return [.. stream.Documents.Select(d => YamlReader.ToJson(d.RootNode)).Where(n => n is not null).Select(n =>
                n as JsonObject ?? throw new FormatException("A document of the manifest is no object; it must have apiVersion, kind and metadata."))];
        }
        catch (YamlException e)
        {
            throw new FormatException($"The manifest is no YAML, line {e.Start.Line}: {e.Message}", e);
        }
    }

    /// <summary>Writes one document, without a line of dashes.</summary>
    public static string Write(JsonNode node) => YamlWriter.Write(node);

    /// <summary>Writes a manifest, with a line of dashes between its documents.</summary>
    public static string Write(IEnumerable<JsonNode> documents) => string.Join("---\n", documents.Select(Write));
}
