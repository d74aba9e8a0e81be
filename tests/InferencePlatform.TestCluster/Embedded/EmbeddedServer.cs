using System.Security.Cryptography.X509Certificates;
using InferencePlatform.Local.Api;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace InferencePlatform.TestCluster.Embedded;

/// <summary>The single-machine platform's API server, with its files in a temporary folder.</summary>
public sealed class EmbeddedServer : ApiServerUnderTest
{
    private readonly string _folder;
    private EmbeddedApiServer _server;
    private readonly Lock _gate = new();
    private EmbeddedControllers? _controllers;

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
        return new EmbeddedServer(folder, await StartAsync(folder, port: 0));
    }

    public override async Task RestartAsync()
    {
        await _server.DisposeAsync();
        _server = await StartAsync(_folder, Url.Port);
    }

    public override Task RequireGarbageCollectorAsync()
    {
        RequireControllers(all: false);
        return Task.CompletedTask;
    }

    public override Task RequireWorkloadControllersAsync()
    {
        RequireControllers(all: true);
        return Task.CompletedTask;
    }

    private void RequireControllers(bool all)
    {
        lock (_gate)
        {
            _controllers ??= new EmbeddedControllers(_server.ClusterConfiguration, all);
            Assert.Equal(all, _controllers.All);
        }
    }

    private static Task<EmbeddedApiServer> StartAsync(string folder, int port) => EmbeddedApiServer.StartAsync(
        new EmbeddedApiServerOptions { StateDirectory = folder, Port = port, CustomResourceDefinitions = [.. CustomResources.All.Select(resource => resource.Yaml)] },
        NullLoggerFactory.Instance,
        CancellationToken.None);

    protected override async Task StopAsync()
    {
        if (_controllers is not null)
        {
            await _controllers.DisposeAsync();
        }

        await _server.DisposeAsync();
        CertificateAuthority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
