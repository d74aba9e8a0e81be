using System.Net;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Local.Apply;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Api;

/// <summary>An in-memory Kubernetes API on a loopback port, over TLS with a certificate authority and a token of its own.</summary>
internal sealed class EmbeddedApiServer : IAsyncDisposable
{
    private const int StreamsPerConnection = 1024;
    private static readonly string[] FirstNamespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

    private readonly WebApplication _application;
    private readonly ObjectStore _store;
    private readonly ServerCertificates _certificates;
    private readonly CancellationTokenSource _stopping;

    private EmbeddedApiServer(WebApplication application, ObjectStore store, ServerCertificates certificates, CancellationTokenSource stopping, string? directory)
    {
        _application = application;
        _store = store;
        _certificates = certificates;
        _stopping = stopping;
        var bound = new Uri(application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        Address = new UriBuilder(Uri.UriSchemeHttps, "127.0.0.1", bound.Port).Uri;
        KubeconfigPath = directory is null ? null : Path.Combine(directory, "kubeconfig");
        ClusterConfiguration = new ClusterConfiguration
        {
            Server = Address,
            CertificateAuthorities = [certificates.Authority],
            Credentials = new StaticCredentials(Credential.Bearer(certificates.Token)),
        };
    }

    public Uri Address { get; }

    /// <summary>Null where there is no state folder; <see cref="WriteKubeconfig"/> writes one elsewhere.</summary>
    public string? KubeconfigPath { get; }

    /// <summary>For our own client.</summary>
    public ClusterConfiguration ClusterConfiguration { get; }

    /// <exception cref="IOException">The port is taken, or another process uses the state folder.</exception>
    /// <exception cref="InvalidDataException">The state is damaged, or a definition uses what this server does not have.</exception>
    public static async Task<EmbeddedApiServer> StartAsync(EmbeddedApiServerOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var store = ObjectStore.Open(options.StateDirectory is { } directory ? Path.Combine(directory, "objects") : null, options.HistoryLimit, options.CompactionBytes);
        var certificates = ServerCertificates.Load(options.StateDirectory, options.Time.GetUtcNow());
        var stopping = new CancellationTokenSource();
        try
        {
            var registry = new ResourceRegistry();
            await SeedAsync(store, registry, options).ConfigureAwait(false);
            var handler = new ApiHandler(options, certificates.Token, store, registry, loggers.CreateLogger<EmbeddedApiServer>(), stopping.Token);
            var application = Build(options, certificates, loggers);
            application.Run(handler.HandleAsync);
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            var server = new EmbeddedApiServer(application, store, certificates, stopping, options.StateDirectory);
            if (server.KubeconfigPath is { } path)
            {
                server.WriteKubeconfig(path);
            }

            return server;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            certificates.Dispose();
            stopping.Dispose();
            throw;
        }
    }

    public void WriteKubeconfig(string path) => KubeconfigFile.Write(path, Address, _certificates);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
        _certificates.Dispose();
        _stopping.Dispose();
    }

    private static WebApplication Build(EmbeddedApiServerOptions options, ServerCertificates certificates, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificates.Server);
            });
        });
        return builder.Build();
    }

    /// <summary>The namespaces and definitions that are there from the start; those from an earlier run stay.</summary>
    private static async Task SeedAsync(ObjectStore store, ResourceRegistry registry, EmbeddedApiServerOptions options)
    {
        var writer = new ObjectWriter(options.ServiceAddresses, options.MaxObjects);
        var given = options.CustomResourceDefinitions.SelectMany(KubernetesYaml.Read);
        var namespaces = FirstNamespaces.Select(name => new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } });
        foreach (var (resource, o) in namespaces.Select(n => (registry.Find("", "v1", "namespaces")!, n)).Concat(given.Select(d => (CustomResources.Definitions, d))))
        {
            await store.CommitAsync(transaction =>
            {
                var manager = new FieldManager("inference-platform", false, resource.Type.ApiVersion, "");
                var write = new WriteContext(transaction, resource, new ObjectKey(null, o.TextAt("metadata", "name")), "", manager, options.Time.GetUtcNow());
                return write.Find() is not { } stored ? writer.Create(write, o)
                    : resource == CustomResources.Definitions ? writer.Update(write, stored, o)
                    : stored;
            }).ConfigureAwait(false);
        }

        foreach (var definition in store.State.Of(CustomResources.Definitions.StoredAs).Objects.Values)
        {
            foreach (var resource in CustomResources.Read(definition.Parse()))
            {
                registry.Serve(resource);
            }
        }
    }
}
