using System.Net;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Tests.Behaviour;

/// <summary>Pods that a kubelet would run: objects with a status, and something that answers on the management port.</summary>
internal sealed class FakePods(OperatorUnderTest op) : IAsyncDisposable
{
    private static int _addresses;

    private readonly List<WebApplication> _servers = [];

    /// <summary>What every pod says its calls in flight are.</summary>
    public long CallsInFlight { get; set; }

    /// <summary>What pods that are made from now on say their file's SHA-256 is.</summary>
    public string Sha256 { get; set; } = new('a', 64);

    /// <summary>Whether pods answer with an error.</summary>
    public bool AreSilent { get; set; }

    /// <summary>How often pods were asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Makes a ready pod that answers on its management port, on an address of the loopback.</summary>
    public async Task AddAnsweringAsync(string model, string name)
    {
        var address = $"127.77.{(Environment.ProcessId % 200) + 1}.{Interlocked.Increment(ref _addresses)}";
        await ServeAsync(model, address);
        await AddAsync(model, name, Ready(address));
    }

    /// <summary>Makes a pod of the Deployment's template with this status.</summary>
    public async Task AddAsync(string model, string name, string status)
    {
        var deployment = await op.UntilAsync<Deployment>(model, d => d.Spec.Template?.Spec?.Containers?.Count > 0);
        var pod = new Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new ObjectMeta { Name = name, Namespace = op.Namespace, Labels = deployment.Spec.Template!.Metadata!.Labels, Annotations = deployment.Spec.Template.Metadata.Annotations },
            Spec = new PodSpec { Containers = [new Container { Name = "server", Image = "registry.example/inference-server:1.0" }], AutomountServiceAccountToken = false },
        };
        if (await op.FindAsync<ServiceAccount>("default") is null)
        {
            await op.Client.CreateAsync(new ServiceAccount { ApiVersion = "v1", Kind = "ServiceAccount", Metadata = new ObjectMeta { Name = "default", Namespace = op.Namespace } }, TestContext.Current.CancellationToken);
        }

        await op.Client.CreateAsync(pod, TestContext.Current.CancellationToken);
        await op.PatchAsync<Pod>(name, $$"""{"status": {{status}}}""", "status");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private static string Ready(string address) => $$$"""
        {"podIP": "{{{address}}}", "podIPs": [{"ip": "{{{address}}}"}], "phase": "Running",
         "conditions": [{"type": "PodScheduled", "status": "True"}, {"type": "Ready", "status": "True"}],
         "containerStatuses": [{"name": "server", "ready": true, "restartCount": 0, "image": "i", "imageID": "", "state": {"running": {} } }]}
        """;

    private async Task ServeAsync(string model, string address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Parse(address), 9090));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var sha256 = Sha256;
        app.Run(context =>
        {
            Asked++;
            if (AreSilent)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.CompletedTask;
            }

            var answer = new JsonObject
            {
                ["models"] = new JsonArray(new JsonObject
                {
                    ["name"] = model,
                    ["version"] = 3,
                    ["state"] = "Ready",
                    ["sha256"] = sha256,
                    ["sizeBytes"] = 150,
                    ["callsInFlight"] = CallsInFlight,
                    ["inputs"] = new JsonArray(new JsonObject { ["name"] = "x", ["datatype"] = "FP32", ["shape"] = new JsonArray(-1, 4) }),
                    ["outputs"] = new JsonArray(),
                }),
            };
            return context.Response.WriteAsync(answer.ToJsonString());
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        _servers.Add(app);
    }
}
