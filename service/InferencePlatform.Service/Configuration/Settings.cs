namespace InferencePlatform.Service.Configuration;

/// <summary>Every setting there is, said once.</summary>
internal static class Settings
{
    public const string EnvironmentPrefix = "INFERENCE_";

    private const string Introduction = """
        inference-server: serves ONNX models over gRPC and REST.

        Usage: inference-server [options]
               inference-server fetch [options]
               inference-server predict <host>:<port> <model> <number>...

        Examples:
          inference-server --repository ./models
              Serve every model of a folder: <model>/<version>/model.onnx.
          inference-server --model-path digits.onnx --model-name digits --threads 2
              Serve one file as 'digits', with two threads.
          INFERENCE_GRPC_PORT=6000 inference-server --config server.yaml --print-config
              Show the settings that a file, the environment and the command line amount to.
          inference-server fetch --help
              How to bring a model from a web server or an object store to this machine first.
          inference-server predict localhost:50051 digits 0 0 5 13
              Call a model that is served somewhere, and print its answer.

        Settings come, the later over the earlier, from: the defaults, the file named by --config, the
        environment, the command line. A time is written 250ms, 5s or 1m30s; a size 64MiB or 65536.

        """;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly FlagFormat Flag = new();
    private static readonly NumberFormat<int> Port = new("port", 0, 65535);
    private static readonly NumberFormat<int> Count = new("count", 1, 1_000_000);
    private static readonly NumberFormat<int> Threads = new("count", 0, 1024);
    private static readonly DurationFormat Time = new(TimeSpan.Zero, Day);
    private static readonly DurationFormat PositiveTime = new(TimeSpan.FromMilliseconds(1), Day);
    private static readonly DurationFormat PollTime = new(TimeSpan.FromMilliseconds(100), Day);
    private static readonly DurationFormat Age = new(TimeSpan.FromSeconds(1), Day, infinite: true);
    private static readonly TextFormat Folder = new("folder", "a folder", t => t.Length > 0);
    private static readonly TextFormat File = new("file", "a file", t => t.Length > 0);
    private static readonly TextFormat Name = new("name", "1 to 256 characters without a slash", t => t.Length is > 0 and <= 256 && !t.Any(c => c == '/' || char.IsControl(c)));
    private static readonly Sha256Format Sha256 = new();

    public static SettingTable<ServerOptions> Table { get; } = new(
    [
        new ServerSetting<string>("repository", SettingGroup.Models, "Folder of models to serve, each <model>/<version>/model.onnx. This or --model-path.",
            Folder, o => o.Repository, (o, v) => o with { Repository = v }, "./models, where that folder exists"),
        new ServerSetting<TimeSpan>("repository-poll-interval", SettingGroup.Models, "How often the repository is looked at for new, changed and vanished models; 0s never does. SIGHUP does at once.",
            Time, o => o.RepositoryPollInterval, (o, v) => o with { RepositoryPollInterval = v }),
        new ServerSetting<bool>("allow-repository-changes", SettingGroup.Models, "Let clients load and unload models.",
            Flag, o => o.AllowRepositoryChanges, (o, v) => o with { AllowRepositoryChanges = v }),
        new ServerSetting<string>("model-path", SettingGroup.Models, "One model file to serve, instead of a repository. If it cannot be loaded the server exits with 1.",
            File, o => o.ModelPath, (o, v) => o with { ModelPath = v }),
        new ServerSetting<string>("model-name", SettingGroup.Models, "The name that --model-path is served under.",
            Name, o => o.ModelName, (o, v) => o with { ModelName = v }, "taken from the path: digits for digits.onnx and for digits/1/model.onnx"),
        new ServerSetting<long>("model-version", SettingGroup.Models, "The version that --model-path is served as.",
            new NumberFormat<long>("number", 1, long.MaxValue), o => o.ModelVersion, (o, v) => o with { ModelVersion = v }),
        new ServerSetting<string>("model-sha256", SettingGroup.Models, "The SHA-256 that --model-path must have; any other file is refused.",
            Sha256, o => o.ModelSha256, (o, v) => o with { ModelSha256 = v }, "not checked"),
        new ServerSetting<string>("warmup-samples", SettingGroup.Models, "JSON file of requests that --model-path is warmed up with.",
            File, o => o.WarmupSamples, (o, v) => o with { WarmupSamples = v }, "inputs made up from the model's shapes"),
        new ServerSetting<TimeSpan>("warmup-timeout", SettingGroup.Models, "What warming up one version of a model may take.",
            PositiveTime, o => o.WarmupTimeout, (o, v) => o with { WarmupTimeout = v }),
        new ServerSetting<bool>("strict-readiness", SettingGroup.Models, "Ready only while no model has failed to load; otherwise while at least one serves.",
            Flag, o => o.StrictReadiness, (o, v) => o with { StrictReadiness = v }),

        new ServerSetting<System.Net.IPAddress>("host", SettingGroup.Network, "Address that the three ports listen on.",
            new AddressFormat(), o => o.Host, (o, v) => o with { Host = v }),
        new ServerSetting<int>("grpc-port", SettingGroup.Network, "Port of gRPC; 0 picks a free one.",
            Port, o => o.GrpcPort, (o, v) => o with { GrpcPort = v }),
        new ServerSetting<int>("http-port", SettingGroup.Network, "Port of REST; 0 picks a free one.",
            Port, o => o.HttpPort, (o, v) => o with { HttpPort = v }),
        new ServerSetting<int>("management-port", SettingGroup.Network, "Port of /metrics, /models, /healthz and /readyz; 0 picks a free one.",
            Port, o => o.ManagementPort, (o, v) => o with { ManagementPort = v }),
        new ServerSetting<int>("max-connections", SettingGroup.Network, "Connections to each port at once; more are closed.",
            Count, o => o.MaxConnections, (o, v) => o with { MaxConnections = v }),
        new ServerSetting<TimeSpan>("max-connection-age", SettingGroup.Network, "Age at which a gRPC connection is asked to go away, so that clients spread over servers.",
            Age, o => o.MaxConnectionAge, (o, v) => o with { MaxConnectionAge = v }),
        new ServerSetting<TimeSpan>("max-connection-age-grace", SettingGroup.Network, "What calls get to finish after that; then the connection is closed.",
            Age, o => o.MaxConnectionAgeGrace, (o, v) => o with { MaxConnectionAgeGrace = v }),

        new ServerSetting<string>("tls-certificate", SettingGroup.Encryption, "PEM file of the certificate of the gRPC and the REST port, followed by those that lead to its authority. Needs --tls-key.",
            File, o => o.TlsCertificate, (o, v) => o with { TlsCertificate = v }, "none: both ports are in clear"),
        new ServerSetting<string>("tls-key", SettingGroup.Encryption, "PEM file of the certificate's private key, RSA or EC, not encrypted.",
            File, o => o.TlsKey, (o, v) => o with { TlsKey = v }),
        new ServerSetting<string>("tls-client-ca", SettingGroup.Encryption, "PEM file of the authorities that vouch for clients; with it, only clients with a certificate of theirs are served.",
            File, o => o.TlsClientCa, (o, v) => o with { TlsClientCa = v }, "none: clients need no certificate"),
        new ServerSetting<TimeSpan>("tls-poll-interval", SettingGroup.Encryption, "How often these files are looked at; changed ones are used for new connections. SIGHUP does at once.",
            PollTime, o => o.TlsPollInterval, (o, v) => o with { TlsPollInterval = v }),

        new ServerSetting<int>("max-message-size", SettingGroup.Limits, "Bytes of one request at most.",
            new SizeFormat<int>(1 << 10, 1 << 30), o => o.MaxMessageSize, (o, v) => o with { MaxMessageSize = v }),
        new ServerSetting<long>("max-bytes-in-flight", SettingGroup.Limits, "Bytes of all requests together at most; what does not fit is refused.",
            new SizeFormat<long>(1 << 10, 1L << 40), o => o.MaxBytesInFlight, (o, v) => o with { MaxBytesInFlight = v }),
        new ServerSetting<int>("max-calls-in-flight", SettingGroup.Limits, "Calls served at once; more are refused.",
            Count, o => o.MaxCallsInFlight, (o, v) => o with { MaxCallsInFlight = v }),
        new ServerSetting<int>("max-queue-length", SettingGroup.Limits, "Calls that may wait for a compute thread; more are refused.",
            Count, o => o.MaxQueueLength, (o, v) => o with { MaxQueueLength = v }),
        new ServerSetting<TimeSpan>("request-timeout", SettingGroup.Limits, "What a request may take, whatever deadline its client set; also what requests in flight get to finish at the end.",
            PositiveTime, o => o.RequestTimeout, (o, v) => o with { RequestTimeout = v }),

        new ServerSetting<int>("threads", SettingGroup.Execution, "Threads ONNX Runtime may use for one operator; 0 takes the CPU limit.",
            Threads, o => o.Threads, (o, v) => o with { Threads = v }),
        new ServerSetting<int>("compute-threads", SettingGroup.Execution, "Runs at once of models that are not cheap; 0 takes the CPU limit.",
            Threads, o => o.ComputeThreads, (o, v) => o with { ComputeThreads = v }),

        new ServerSetting<TimeSpan>("drain-delay", SettingGroup.Life, "Time between being told to stop and closing the ports, for load balancers to notice.",
            Time, o => o.DrainDelay, (o, v) => o with { DrainDelay = v }),
        new ServerSetting<string>("termination-message-path", SettingGroup.Life, "File that the reason of a failed start is written to, for the kubelet.",
            File, o => o.TerminationMessagePath, (o, v) => o with { TerminationMessagePath = v }),

        new ServerSetting<string>("log-level", SettingGroup.Observation, "Lowest level that is logged.",
            LogFormats.Level, o => o.LogLevel, (o, v) => o with { LogLevel = v }),
        new ServerSetting<string>("log-format", SettingGroup.Observation, "How log records are written: a line of text, or of JSON.",
            LogFormats.Format, o => o.LogFormat, (o, v) => o with { LogFormat = v }),
        new ServerSetting<bool>("log-requests", SettingGroup.Observation, "Log a line for each call.",
            Flag, o => o.LogRequests, (o, v) => o with { LogRequests = v }),
        new ServerSetting<Uri>("otlp-endpoint", SettingGroup.Observation, "Collector that spans are sent to, by OTLP over gRPC.",
            new UriFormat("http://collector:4317"), o => o.OtlpEndpoint, (o, v) => o with { OtlpEndpoint = v }),
    ])
    {
        Program = "inference-server",
        Introduction = Introduction,
        FirstOption = "--repository",
        EnvironmentPrefix = EnvironmentPrefix,
        ForeignPrefixes = [FetchSettings.EnvironmentPrefix],
        Complete = OptionsDefaults.Complete,
        FindProblems = OptionsCheck.FindProblems,
    };
}
