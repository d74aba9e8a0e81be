using System.CommandLine;
using System.Net;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Hosting;
using InferencePlatform.Kubernetes.Leadership;
using InferencePlatform.Kubernetes.Telemetry;
using InferencePlatform.Operator.Observation;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Hosting;

/// <summary><c>inference-operator run</c>: the operator itself. Every option may also be given as INFERENCE_OPERATOR_ and its name.</summary>
internal static class RunCommand
{
    private const string LeaseName = "inference-operator";

    /// <summary>Calls in the long run. The server has its own fairness, API Priority and Fairness; this keeps a bug from using it up.</summary>
    private const int RequestsPerSecond = 200;

    private static readonly Option<string> ServerImage = Text("--server-image", "The server's image where a spec names none.", OperatorDefaults.ServerImage);
    private static readonly Option<string[]> AllowedImages = List("--allowed-images", "Images that a spec may name: exact references, or beginnings followed by *.");
    private static readonly Option<bool> AllowFileUris = Flag("--allow-file-uris", "Allow file:// models. Only where every pod runs on this machine.");
    private static readonly Option<string[]> Namespaces = List("--namespaces", "Namespaces to watch; none is the whole cluster.");
    private static readonly Option<bool> LeaderElect = Flag("--leader-elect", "Work only while holding the lease, so that several may run.");
    private static readonly Option<string> LeaseNamespace = Text("--lease-namespace", "Where the lease is.", Environment.GetEnvironmentVariable("POD_NAMESPACE") ?? "inference-system");
    private static readonly Option<int> Concurrency = Number("--concurrency", "Models reconciled at once.", 8);
    private static readonly Option<string> Listen = Text("--listen", "Address and port of /healthz, /readyz and /metrics.", "0.0.0.0:8081");
    private static readonly Option<string> MetricsListen = Text("--metrics-listen", "Address and port of /metrics over TLS, which is then at no other; empty for in clear.", "");
    private static readonly Option<string> MetricsCertificate = Text("--metrics-certificate", "PEM file of the certificate for that; read anew when it changes.", "");
    private static readonly Option<string> MetricsKey = Text("--metrics-key", "PEM file of its key.", "");
    private static readonly Option<string> MetricsClientCa = Text("--metrics-client-ca", "PEM file of the authorities whose clients alone may read metrics; empty for everybody.", "");
    private static readonly Option<string?> KubeConfigPath = new("--kubeconfig") { Description = "The kubeconfig; by default KUBECONFIG, ~/.kube/config or the pod's own account." };
    private static readonly Option<string?> Context = new("--context") { Description = "The context in it; by default the current one." };
    private static readonly Option<bool> DryRunOnly = Flag("--dry-run", "Print what would be done, and end.");
    private static readonly Option<string> LogFormat = Text("--log-format", "text or json.", "text");
    private static readonly Option<LogLevel> Level = new("--log-level") { Description = "Lowest level that is logged.", DefaultValueFactory = _ => Enum.Parse<LogLevel>(FromEnvironment("--log-level") ?? "Information", ignoreCase: true) };

    public static Command Create()
    {
        LogFormat.AcceptOnlyFromAmong("text", "json");
        Concurrency.Validators.Add(r => Refuse(r, r.GetValue(Concurrency) is < 1 or > 256, "--concurrency must be from 1 to 256."));
        Listen.Validators.Add(r => Refuse(r, !IPEndPoint.TryParse(r.GetValue(Listen) ?? "", out _), "--listen must be an address and a port, such as 0.0.0.0:8081."));
        var command = new Command("run", "Runs the operator.")
        {
            ServerImage, AllowedImages, AllowFileUris, Namespaces, LeaderElect, LeaseNamespace, Concurrency, Listen, MetricsListen, MetricsCertificate, MetricsKey, MetricsClientCa,
            KubeConfigPath, Context, DryRunOnly, LogFormat, Level,
        };
        command.Validators.Add(r =>
        {
            if (WhyNoMetrics(r) is { } problem)
            {
                r.AddError(problem);
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(b => OperatorLogging.Configure(b, given.GetRequiredValue(LogFormat), given.GetRequiredValue(Level)));
        try
        {
            var metrics = new ControllerMetrics();
            var configuration = KubeConfig.Load(given.GetValue(KubeConfigPath), given.GetValue(Context));
            await using var client = new KubernetesClient(configuration, ClientOptions(metrics, loggers.CreateLogger<KubernetesClient>()));
            var options = OptionsOf(given);
            await (given.GetValue(DryRunOnly)
                ? DryRun.RunAsync(options, client, given.InvocationConfiguration.Output, loggers, cancellationToken)
                : OperatorHost.RunAsync(options, client, loggers, cancellationToken, metrics));
            return 0;
        }
        catch (Exception e) when (e is KubeConfigException or MetricsCertificateException)
        {
            await given.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static KubernetesClientOptions ClientOptions(ControllerMetrics metrics, ILogger logger) => new()
    {
        RequestsPerSecond = RequestsPerSecond,
        Burst = 2 * RequestsPerSecond,
        Metrics = metrics,
        OnWarning = text => OperatorLog.ServerWarns(logger, text),
    };

    private static OperatorOptions OptionsOf(ParseResult given) => new()
    {
        Policy = new OperatorPolicy
        {
            ServerImage = given.GetRequiredValue(ServerImage),
            AllowedImages = given.GetValue(AllowedImages) ?? [],
            AllowFileUris = given.GetValue(AllowFileUris),
        },
        WatchNamespaces = given.GetValue(Namespaces) ?? [],
        LeaderElection = given.GetValue(LeaderElect) ? new LeaderElectionOptions { LeaseName = LeaseName, Namespace = given.GetRequiredValue(LeaseNamespace) } : null,
        Concurrency = given.GetValue(Concurrency),
        Endpoints = [IPEndPoint.Parse(given.GetRequiredValue(Listen))],
        SecureMetrics = given.GetRequiredValue(MetricsListen) is { Length: > 0 } endpoint
            ? new SecureMetricsOptions(IPEndPoint.Parse(endpoint), given.GetRequiredValue(MetricsCertificate), given.GetRequiredValue(MetricsKey))
            {
                ClientAuthoritiesFile = given.GetRequiredValue(MetricsClientCa) is { Length: > 0 } authorities ? authorities : null,
            }
            : null,
    };

    private static string? WhyNoMetrics(System.CommandLine.Parsing.CommandResult given)
    {
        var (listen, isWhole) = (given.GetValue(MetricsListen), new[] { MetricsListen, MetricsCertificate, MetricsKey }.All(o => given.GetValue(o) is { Length: > 0 }));
        var isAsked = new[] { MetricsListen, MetricsCertificate, MetricsKey, MetricsClientCa }.Any(o => given.GetValue(o) is { Length: > 0 });
        return listen is { Length: > 0 } && !IPEndPoint.TryParse(listen, out _) ? "--metrics-listen must be an address and a port, such as 0.0.0.0:8443."
            : isAsked && !isWhole ? "Metrics over TLS need --metrics-listen, --metrics-certificate and --metrics-key together."
            : null;
    }

    private static Option<string> Text(string name, string description, string otherwise) =>
        new(name) { Description = description, DefaultValueFactory = _ => FromEnvironment(name) ?? otherwise };

    private static Option<int> Number(string name, string description, int otherwise) =>
        new(name) { Description = description, DefaultValueFactory = _ => int.TryParse(FromEnvironment(name), out var given) ? given : otherwise };

    private static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => bool.TryParse(FromEnvironment(name), out var given) && given };

    private static Option<string[]> List(string name, string description) => new(name)
    {
        Description = description,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => FromEnvironment(name)?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
    };

    private static string? FromEnvironment(string option) => Environment.GetEnvironmentVariable($"INFERENCE_OPERATOR_{option[2..].Replace('-', '_').ToUpperInvariant()}");

    private static void Refuse(System.CommandLine.Parsing.OptionResult result, bool isWrong, string message)
    {
        if (isWrong)
        {
            result.AddError(message);
        }
    }
}
