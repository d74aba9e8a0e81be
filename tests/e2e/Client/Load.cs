using System.Text.Json;
using InferencePlatform.Local.Tests.Platform;

namespace InferencePlatform.EndToEnd.Client;

/// <summary>Calls without a pause until standard input ends, and then says how it went.</summary>
internal static class Load
{
    private const int MostFailuresTold = 20;

    public static async Task RunAsync(IReadOnlyList<string> addresses)
    {
        var callers = addresses.Select(address => new Callers(address)).ToList();
        await Console.In.ReadToEndAsync();
        await Task.WhenAll(callers.Select(caller => caller.StopAsync()));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            calls = callers.Sum(caller => caller.Calls),
            streams = callers.Sum(caller => caller.Streams),
            failed = callers.Sum(caller => caller.Failures.Count),
            failures = callers.SelectMany(caller => caller.Failures).Take(MostFailuresTold),
        }));
        foreach (var caller in callers)
        {
            await caller.DisposeAsync();
        }
    }
}
