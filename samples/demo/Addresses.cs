using System.Globalization;

namespace InferencePlatform.Demo;

/// <summary>Where the sample models are called.</summary>
/// <param name="Grpc">gRPC addresses, host and port, by the model's resource name.</param>
/// <param name="Server">The ports of the one server that has them all; null where each has its own address.</param>
internal sealed record Addresses(IReadOnlyDictionary<string, string> Grpc, ServerPorts? Server)
{
    private static readonly string[] Models = ["digits", "iris", "example-model"];

    /// <summary>The REST address that belongs to a model's gRPC address.</summary>
    public string Rest(string model) => Server is { } server ? $"http://localhost:{server.Http}" : $"http://{Grpc[model].Split(':')[0]}:8080";

    /// <summary>Three ports of one server, or NAME=ADDRESS for each model; null where the arguments are neither.</summary>
    public static Addresses? Parse(string[] arguments)
    {
        if (arguments.Length == 3 && Array.TrueForAll(arguments, a => int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return new(Models.ToDictionary(m => m, _ => $"localhost:{arguments[0]}"), new(arguments[0], arguments[1], arguments[2]));
        }

        var pairs = arguments.Select(a => a.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1]);
        return Array.TrueForAll(Models, pairs.ContainsKey) ? new(pairs, null) : null;
    }
}

/// <summary>The ports of one server.</summary>
internal sealed record ServerPorts(string Grpc, string Http, string Management);
