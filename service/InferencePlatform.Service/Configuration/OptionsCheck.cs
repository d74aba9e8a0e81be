using System.Globalization;

namespace InferencePlatform.Service.Configuration;

/// <summary>What is wrong with settings that are each good alone.</summary>
internal static class OptionsCheck
{
    private static readonly string[] OnlyOfOneModel = ["model-name", "model-version", "model-sha256", "warmup-samples"];
    private static readonly string[] OnlyOfRepositories = ["repository-poll-interval", "allow-repository-changes"];

    /// <param name="options">The settings.</param>
    /// <param name="sources">Where each setting that was given comes from, by its name.</param>
    public static IEnumerable<string> FindProblems(ServerOptions options, IReadOnlyDictionary<string, string> sources) =>
        [.. Models(options, sources), .. Files(options, sources), .. TlsCheck.FindProblems(options, sources), .. Ports(options), .. Limits(options)];

    private static IEnumerable<string> Models(ServerOptions options, IReadOnlyDictionary<string, string> sources)
    {
        if (sources.TryGetValue("repository", out var repository) && sources.TryGetValue("model-path", out var model))
        {
            yield return $"A repository ({repository}) and a single model ({model}) are both given; give one of them.";
        }

        if (!sources.ContainsKey("repository") && !sources.ContainsKey("model-path") && options.Repository is null)
        {
            yield return $"There is nothing to serve: give a folder of models with --repository (<model>/<version>/model.onnx), or one file with --model-path. Without either, ./{OptionsDefaults.Repository} is served, and {Path.GetFullPath(OptionsDefaults.Repository)} does not exist.";
        }

        if (options is { ModelPath: { } path, ModelName: null })
        {
            yield return $"No name can be taken from the model's path {path}; give one with --model-name.";
        }

        if (!sources.ContainsKey("model-path"))
        {
            foreach (var name in OnlyOfOneModel.Where(sources.ContainsKey))
            {
                yield return $"{sources[name]} is about a single model, and there is none; give its file with --model-path.";
            }
        }
        else
        {
            foreach (var name in OnlyOfRepositories.Where(sources.ContainsKey))
            {
                yield return $"{sources[name]} is about a repository, and a single model is served ({sources["model-path"]}); leave one of them out.";
            }
        }
    }

    private static IEnumerable<string> Files(ServerOptions options, IReadOnlyDictionary<string, string> sources)
    {
        if (sources.TryGetValue("repository", out var source) && options.Repository is { } repository && !Directory.Exists(repository))
        {
            yield return $"{source}: the folder {Path.GetFullPath(repository)} {(File.Exists(repository) ? "is a file; one file is served with --model-path" : "does not exist")}.";
        }

        foreach (var (name, path) in new[] { ("model-path", options.ModelPath), ("warmup-samples", options.WarmupSamples) })
        {
            if (path is not null && sources.TryGetValue(name, out source) && !File.Exists(path))
            {
                yield return $"{source}: the file {Path.GetFullPath(path)} {(Directory.Exists(path) ? "is a folder" : "does not exist")}.";
            }
        }
    }

    private static IEnumerable<string> Ports(ServerOptions options) =>
        new[] { ("grpc-port", options.GrpcPort), ("http-port", options.HttpPort), ("management-port", options.ManagementPort) }
            .Where(p => p.Item2 != 0)
            .GroupBy(p => p.Item2, p => "--" + p.Item1)
            .Where(g => g.Count() > 1)
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"{string.Join(" and ", g)} have the same port, {g.Key}; each needs one of its own."));

    private static IEnumerable<string> Limits(ServerOptions options)
    {
        if (options.MaxMessageSize > options.MaxBytesInFlight)
        {
            yield return "--max-message-size is above --max-bytes-in-flight, so that its largest requests would always be refused; lower the one or raise the other.";
        }
    }
}
