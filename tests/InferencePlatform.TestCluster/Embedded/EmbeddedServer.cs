using System.Security.Cryptography.X509Certificates;
using InferencePlatform.Local.Api;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace InferencePlatform.TestCluster.Embedded;

/// <summary>The single-machine platform's API server, with its files in a temporary folder.</summary>
public sealed class EmbeddedServer : ApiServerUnderTest
{
    private readonly string _folder;
    private readonly EmbeddedApiServer _server;

    private EmbeddedServer(string folder, EmbeddedApiServer server)
    {
        _folder = folder;
        _server = server;
        CertificateAuthority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "ca.crt"));
        Token = File.ReadAllText(Path.Combine(folder, "token"));
    }

    public override ApiServerKind Kind => ApiServerKind.Embedded;

    public override Uri Url => _server.Address;

    public override X509Certificate2 CertificateAuthority { get; }

    public override string Token { get; }

    public override string KubeconfigPath => _server.KubeconfigPath!;

    public static async Task<EmbeddedServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("embedded-apiserver-").FullName;
        var options = new EmbeddedApiServerOptions
        {
            StateDirectory = folder,
            CustomResourceDefinitions = [.. CustomResources.All.Select(resource => resource.Yaml)],
        };
        return new EmbeddedServer(folder, await EmbeddedApiServer.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None));
    }

    public override Task RequireGarbageCollectorAsync() => SkipAsync();

    public override Task RequireWorkloadControllersAsync() => SkipAsync();

    /// <summary>Collecting and keeping pods is the work of controllers beside the server, as in Kubernetes.</summary>
    private static Task SkipAsync()
    {
        Assert.Skip("The embedded API server runs alone here, without the controllers of the single-machine platform.");
        return Task.CompletedTask;
    }

    protected override async Task StopAsync()
    {
        await _server.DisposeAsync();
        CertificateAuthority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
