using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Images.Layers;

namespace InferencePlatform.Images.Oci;

/// <summary>How a container of the image is run, and what people may know of it (OCI image configuration).</summary>
internal static class ImageConfig
{
    /// <summary>User and group of the program; nobody on a usual machine.</summary>
    public const string User = "65532:65532";

    private const string Source = "https://github.com/inferenceplatform/inferenceplatform";

    public static JsonObject Of(ImageRecipe recipe, IReadOnlyList<Layer> layers)
    {
        var created = recipe.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return new()
        {
            ["created"] = created,
            ["architecture"] = recipe.Architecture,
            ["os"] = "linux",
            ["config"] = new JsonObject
            {
                ["User"] = User,
                ["ExposedPorts"] = new JsonObject(recipe.Ports.Select(port => KeyValuePair.Create($"{port}/tcp", (JsonNode?)new JsonObject()))),
                ["Env"] = new JsonArray("PATH=/app", "DOTNET_RUNNING_IN_CONTAINER=true"),
                ["Entrypoint"] = new JsonArray($"/app/{recipe.Name}"),
                ["WorkingDir"] = "/app",
                ["StopSignal"] = "SIGTERM",
                ["Labels"] = Labels(recipe, created),
            },
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] = new JsonArray([.. layers.Select(layer => (JsonNode)layer.Content.Digest)]),
            },
            ["history"] = new JsonArray([.. layers.Select(layer => (JsonNode)new JsonObject { ["created"] = created, ["created_by"] = layer.About })]),
        };
    }

    private static JsonObject Labels(ImageRecipe recipe, string created)
    {
        var labels = new JsonObject
        {
            ["org.opencontainers.image.created"] = created,
            ["org.opencontainers.image.description"] = recipe.Description,
            ["org.opencontainers.image.licenses"] = "Apache-2.0",
            ["org.opencontainers.image.source"] = Source,
            ["org.opencontainers.image.title"] = recipe.Name,
            ["org.opencontainers.image.version"] = recipe.Version,
        };
        if (recipe.Revision is { } revision)
        {
            labels["org.opencontainers.image.revision"] = revision;
        }

        return labels;
    }
}
