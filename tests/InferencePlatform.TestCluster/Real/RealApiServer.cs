using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace InferencePlatform.TestCluster.Real;

/// <summary>
/// etcd and kube-apiserver on free ports of the loopback, with their files in a temporary folder. Node and pods there are
/// none; controllers run where a test asks for them.
/// </summary>
public sealed class RealApiServer : ApiServerUnderTest
{
    private const string GarbageCollector = "garbage-collector-controller,namespace-controller";
    private const int Tries = 3;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("kube-apiserver-").FullName;
    private readonly List<ChildProcess> _processes = [];
    private readonly SemaphoreSlim _controllersGate = new(1);
    private readonly ClusterKeys _keys;
    private readonly Uri _url;
    private readonly Func<ChildProcess> _startServer;
    private ChildProcess _server;
    private string? _controllers;

    private RealApiServer()
    {
        var ports = FreePort.Take(3);
        _url = new Uri($"https://127.0.0.1:{ports[0]}");
        _keys = new ClusterKeys(Path.Combine(_folder, "keys"));
        _processes.Add(new ChildProcess(KubernetesBinaries.PathOf(KubernetesBinaries.Etcd), Commands.Etcd(ports[1], ports[2], _folder)));
        _startServer = () => new ChildProcess(KubernetesBinaries.PathOf(KubernetesBinaries.ApiServer), Commands.ApiServer(ports[0], ports[1], _keys, _folder));
        _server = _startServer();
    }

    public override ApiServerKind Kind => ApiServerKind.Real;

    public override Uri Url => _url;

    public override X509Certificate2 CertificateAuthority => _keys.Authority;

    public override string Token => _keys.Token;

    public override string KubeconfigPath => Path.Combine(_folder, "kubeconfig");

    /// <summary>Starts one and waits until it is ready; a port that was taken meanwhile is tried again.</summary>
    /// <exception cref="InvalidOperationException">It ended instead, or is not ready after 2 minutes.</exception>
    public static async Task<RealApiServer> StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = new RealApiServer();
            try
            {
                await Kubeconfig.WriteAsync(server.KubeconfigPath, server.Url, server.CertificateAuthority, server.Token);
                await server.ReadyAsync();
                foreach (var resource in CustomResources.All)
                {
                    await CustomResourceInstallation.InstallAsync(server.Client, resource);
                }

                return server;
            }
            catch (InvalidOperationException e) when (attempt < Tries && e.Message.Contains("address already in use", StringComparison.Ordinal))
            {
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>A certificate by which a client is that user in those groups.</summary>
    public X509Certificate2 IssueClientCertificate(string user, params IEnumerable<string> groups) =>
        _keys.Issue(string.Join(',', [$"CN={user}", .. groups.Select(group => $"O={group}")]), server: false);

    /// <summary>Runs controllers of kube-controller-manager by their names, <c>*</c> for all that are on by default.</summary>
    public void StartControllers(string controllers)
    {
        var missing = KubernetesBinaries.WhyMissing(KubernetesBinaries.ControllerManager);
        Assert.SkipUnless(missing is null, missing ?? "");
        var port = FreePort.Take(1)[0];
        _processes.Add(new ChildProcess(
            KubernetesBinaries.PathOf(KubernetesBinaries.ControllerManager), Commands.ControllerManager(port, controllers, _keys, KubeconfigPath)));
    }

    public override async Task RestartAsync()
    {
        await _server.DisposeAsync();
        _server = _startServer();
        await ReadyAsync();
    }

    public override Task RequireGarbageCollectorAsync() => RequireControllersAsync(GarbageCollector);

    public override Task RequireWorkloadControllersAsync() => RequireControllersAsync(
        $"{GarbageCollector},deployment-controller,replicaset-controller,endpointslice-controller,disruption-controller");

    private async Task RequireControllersAsync(string controllers)
    {
        await _controllersGate.WaitAsync();
        try
        {
            if (_controllers is null)
            {
                StartControllers(controllers);
                _controllers = controllers;
            }

            Assert.Equal(controllers, _controllers);
        }
        finally
        {
            _controllersGate.Release();
        }
    }

    protected override async Task StopAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes.Append(_server)))
        {
            await process.DisposeAsync();
        }

        _keys.Dispose();
        _controllersGate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ReadyAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var patience = new CancellationTokenSource(StartPatience);
        while (!await Client.IsReadyAsync())
        {
            var ended = _processes.Append(_server).FirstOrDefault(process => process.Ended);
            if (ended is not null || patience.IsCancellationRequested)
            {
                throw new InvalidOperationException(
                    $"The real API server {(ended is null ? "is not ready after 2 minutes" : "ended")}. {string.Join('\n', _processes.Append(_server).Select(process => process.LastWords))}");
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
