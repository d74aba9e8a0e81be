using System.Diagnostics;
using System.Text.Json.Nodes;

namespace InferencePlatform.EndToEnd.Tests;

/// <summary>Callers in the client pod that call without a pause until they are stopped.</summary>
internal sealed class Load(Process process) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Stops the callers, and fails the test where a call failed or hardly any was made.</summary>
    /// <returns>Unary calls and streams that succeeded.</returns>
    public async Task<(int Calls, int Streams)> AssertNoneFailedAsync()
    {
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.True(output.Length > 0, $"The callers ended early: {errors}");
        var result = JsonNode.Parse(output)!;
        var (calls, streams) = ((int)result["calls"]!, (int)result["streams"]!);
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.Equal(0, (int)result["failed"]!);
        Assert.True(calls > 100 && streams > 3, $"There were only {calls} calls and {streams} streams.");
        return (calls, streams);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
