using System.Net;
using InferencePlatform.Service.Hosting;
using InferencePlatform.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Service.Tests.Release;

/// <summary><c>make scan</c> where nobody can be asked.</summary>
public sealed class ScanTests
{
    [Fact]
    public async Task Sources_without_advisories_are_named_and_no_package_is_called_clean()
    {
        await using var source = new HttpHost(
            new IPEndPoint(IPAddress.Loopback, 0), new HttpHostLimits(1 << 20, 100), null, NullLoggerFactory.Instance, AnswerAsync);
        await source.StartAsync(TestContext.Current.CancellationToken);
        var address = $"http://127.0.0.1:{source.Port}";

        await using var scan = new ToolProcess(
            "node", Path.Combine(Repository.Root, "build/scan.js"), "--nuget-source", $"{address}/index.json", "--npm-registry", $"{address}/");

        Assert.Equal(2, await scan.EndAsync(TimeSpan.FromMinutes(3)));
        Assert.Contains($"NuGet: NOT CHECKED: {address}/index.json offers no VulnerabilityInfo", scan.Output);
        Assert.Contains(scan.Output, line => line.StartsWith("npm, third_party/onnxruntime: NOT CHECKED: ", StringComparison.Ordinal));
        Assert.DoesNotContain(scan.Output, line => line.Contains("no known vulnerability", StringComparison.Ordinal));
    }

    private static Task AnswerAsync(HttpContext context)
    {
        var isIndex = context.Request.Path == "/index.json";
        context.Response.StatusCode = isIndex ? StatusCodes.Status200OK : StatusCodes.Status405MethodNotAllowed;
        return isIndex ? context.Response.WriteAsync("""{"version":"3.0.0","resources":[{"@id":"http://127.0.0.1/","@type":"PackageBaseAddress/3.0.0"}]}""") : Task.CompletedTask;
    }
}
