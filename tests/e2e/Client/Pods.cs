using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace InferencePlatform.EndToEnd.Client;

/// <summary>The pods behind a headless Service.</summary>
internal static class Pods
{
    private const string Requests = "inference_requests_total{";

    public static async Task<IReadOnlyList<string>> AddressesAsync(string host, string port) =>
        [.. (await Dns.GetHostAddressesAsync(host, AddressFamily.InterNetwork)).Select(address => $"{address}:{port}")];

    /// <summary>Prints how many calls each pod has answered, by its own metrics.</summary>
    public static async Task PrintCallsAsync(string host, string port)
    {
        using var client = new HttpClient();
        var calls = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var address in await AddressesAsync(host, port))
        {
            var page = await client.GetStringAsync(new Uri($"http://{address}/metrics"));
            calls[address] = page.Split('\n').Where(line => line.StartsWith(Requests, StringComparison.Ordinal))
                .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        }

        Console.WriteLine(JsonSerializer.Serialize(calls));
    }
}
