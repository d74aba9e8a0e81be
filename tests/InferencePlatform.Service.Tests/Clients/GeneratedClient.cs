using InferencePlatform.Testing;

namespace InferencePlatform.Service.Tests.Clients;

/// <summary>A client that another language's own tools make of our .proto files, unchanged.</summary>
internal static class GeneratedClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Gets a language's tools ready; the test is skipped where they cannot be had.</summary>
    /// <param name="language">Its name for build/test-tools.sh.</param>
    /// <param name="patience">Time that may take where nothing is there yet.</param>
    public static async Task RequireAsync(string language, TimeSpan patience)
    {
        await using var tools = new ToolProcess(Path.Combine(Repository.Root, "build/test-tools.sh"), language);
        if (await tools.EndAsync(patience) != 0)
        {
            Assert.Skip($"{language} cannot be made ready here: {tools.Errors.Trim().Split('\n')[^1]}");
        }
    }

    /// <summary>Runs a client to its end, which must be a good one; what it prints.</summary>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        await using var client = new ToolProcess(Path.Combine(Repository.Root, program), arguments);
        var code = await client.EndAsync(Patience);
        Assert.True(code == 0, $"{program} ended with {code}: {client.Errors}");
        return string.Join('\n', client.Output);
    }
}
