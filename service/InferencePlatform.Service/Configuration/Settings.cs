namespace InferencePlatform.Service.Configuration;

/// <summary>Every setting there is, said once.</summary>
internal static class Settings
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly FlagFormat Flag = new();
    private static readonly NumberFormat<int> Port = new("port", 0, 65535);
    private static readonly NumberFormat<int> Count = new("count", 1, 1_000_000);
    private static readonly NumberFormat<int> Threads = new("count", 0, 1024);
    private static readonly DurationFormat Time = new(TimeSpan.Zero, Day);
    private static readonly DurationFormat PositiveTime = new(TimeSpan.FromMilliseconds(1), Day);
    private static readonly DurationFormat Age = new(TimeSpan.FromSeconds(1), Day, infinite: true);
    private static readonly TextFormat Folder = new("folder", "a folder", t => t.Length > 0);
    private static readonly TextFormat File = new("file", "a file", t => t.Length > 0);
    private static readonly TextFormat Name = new("name", "1 to 256 characters without a slash", t => t.Length is > 0 and <= 256 && !t.Any(c => c == '/' || char.IsControl(c)));
    private static readonly TextFormat Sha256 = new("hex", "64 hex digits", t => t.Length == 64 && t.All(char.IsAsciiHexDigit));

    public static IReadOnlyList<Setting> All { get; } =
    [
        new Setting<string>("repository", SettingGroup.Models, "Folder of models to serve, each <model>/<version>/model.onnx. This or --model-path.",
            Folder, o => o.Repository, (o, v) => o with { Repository = v }, "./models, where that folder exists"),
        new Setting<TimeSpan>("repository-poll-interval", SettingGroup.Models, "How often the repository is looked at for new, changed and vanished models; 0s never does. SIGHUP does at once.",
            Time, o => o.RepositoryPollInterval, (o, v) => o with { RepositoryPollInterval = v }),
        new Setting<bool>("allow-repository-changes", SettingGroup.Models, "Let clients load and unload models.",
            Flag, o => o.AllowRepositoryChanges, (o, v) => o with { AllowRepositoryChanges = v }),
        new Setting<string>("model-path", SettingGroup.Models, "One model file to serve, instead of a repository. If it cannot be loaded the server exits with 1.",
            File, o => o.ModelPath, (o, v) => o with { ModelPath = v }),
        new Setting<string>("model-name", SettingGroup.Models, "The name that --model-path is served under.",
            Name, o => o.ModelName, (o, v) => o with { ModelName = v }, "taken from the path: digits for digits.onnx and for digits/1/model.onnx"),
        new Setting<long>("model-version", SettingGroup.Models, "The version that --model-path is served as.",
            new NumberFormat<long>("number", 1, long.MaxValue), o => o.ModelVersion, (o, v) => o with { ModelVersion = v }),
        new Setting<string>("model-sha256", SettingGroup.Models, "The SHA-256 that --model-path must have; any other file is refused.",
            Sha256, o => o.ModelSha256, (o, v) => o with { ModelSha256 = v }, "not checked"),
        new Setting<string>("warmup-samples", SettingGroup.Models, "JSON file of requests that --model-path is warmed up with.",
            File, o => o.WarmupSamples, (o, v) => o with { WarmupSamples = v }, "inputs made up from the model's shapes"),
        new Setting<TimeSpan>("warmup-timeout", SettingGroup.Models, "What warming up one version of a model may take.",
            PositiveTime, o => o.WarmupTimeout, (o, v) => o with { WarmupTimeout = v }),
        new Setting<bool>("strict-readiness", SettingGroup.Models, "Ready only while no model has failed to load; otherwise while at least one serves.",
            Flag, o => o.StrictReadiness, (o, v) => o with { StrictReadiness = v }),

        new Setting<System.Net.IPAddress>("host", SettingGroup.Network, "Address that the three ports listen on.",
            new AddressFormat(), o => o.Host, (o, v) => o with { Host = v }),
        new Setting<int>("grpc-port", SettingGroup.Network, "Port of gRPC; 0 picks a free one.",
            Port, o => o.GrpcPort, (o, v) => o with { GrpcPort = v }),
        new Setting<int>("http-port", SettingGroup.Network, "Port of REST; 0 picks a free one.",
            Port, o => o.HttpPort, (o, v) => o with { HttpPort = v }),
        new Setting<int>("management-port", SettingGroup.Network, "Port of /metrics, /healthz and /readyz; 0 picks a free one.",
            Port, o => o.ManagementPort, (o, v) => o with { ManagementPort = v }),
        new Setting<int>("max-connections", SettingGroup.Network, "Connections to each port at once; more are closed.",
            Count, o => o.MaxConnections, (o, v) => o with { MaxConnections = v }),
        new Setting<TimeSpan>("max-connection-age", SettingGroup.Network, "Age at which a gRPC connection is asked to go away, so that clients spread over servers.",
            Age, o => o.MaxConnectionAge, (o, v) => o with { MaxConnectionAge = v }),
        new Setting<TimeSpan>("max-connection-age-grace", SettingGroup.Network, "What calls get to finish after that; then the connection is closed.",
            Age, o => o.MaxConnectionAgeGrace, (o, v) => o with { MaxConnectionAgeGrace = v }),

        new Setting<int>("max-message-size", SettingGroup.Limits, "Bytes of one request at most.",
            new SizeFormat<int>(1 << 10, 1 << 30), o => o.MaxMessageSize, (o, v) => o with { MaxMessageSize = v }),
        new Setting<long>("max-bytes-in-flight", SettingGroup.Limits, "Bytes of all requests together at most; what does not fit is refused.",
            new SizeFormat<long>(1 << 10, 1L << 40), o => o.MaxBytesInFlight, (o, v) => o with { MaxBytesInFlight = v }),
        new Setting<int>("max-calls-in-flight", SettingGroup.Limits, "Calls served at once; more are refused.",
            Count, o => o.MaxCallsInFlight, (o, v) => o with { MaxCallsInFlight = v }),
        new Setting<int>("max-queue-length", SettingGroup.Limits, "Calls that may wait for a compute thread; more are refused.",
            Count, o => o.MaxQueueLength, (o, v) => o with { MaxQueueLength = v }),
        new Setting<TimeSpan>("request-timeout", SettingGroup.Limits, "What a request may take, whatever deadline its client set; also what requests in flight get to finish at the end.",
            PositiveTime, o => o.RequestTimeout, (o, v) => o with { RequestTimeout = v }),

        new Setting<int>("threads", SettingGroup.Execution, "Threads ONNX Runtime may use for one operator; 0 takes the CPU limit.",
            Threads, o => o.Threads, (o, v) => o with { Threads = v }),
        new Setting<int>("compute-threads", SettingGroup.Execution, "Runs at once of models that are not cheap; 0 takes the CPU limit.",
            Threads, o => o.ComputeThreads, (o, v) => o with { ComputeThreads = v }),

        new Setting<TimeSpan>("drain-delay", SettingGroup.Life, "Time between being told to stop and closing the ports, for load balancers to notice.",
            Time, o => o.DrainDelay, (o, v) => o with { DrainDelay = v }),
        new Setting<string>("termination-message-path", SettingGroup.Life, "File that the reason of a failed start is written to, for the kubelet.",
            File, o => o.TerminationMessagePath, (o, v) => o with { TerminationMessagePath = v }),

        new Setting<string>("log-level", SettingGroup.Observation, "Lowest level that is logged.",
            new ChoiceFormat("level", "Trace", "Debug", "Information", "Warning", "Error", "Critical", "None"), o => o.LogLevel, (o, v) => o with { LogLevel = v }),
        new Setting<string>("log-format", SettingGroup.Observation, "How log records are written: a line of text, or of JSON.",
            new ChoiceFormat("format", "text", "json"), o => o.LogFormat, (o, v) => o with { LogFormat = v }),
        new Setting<bool>("log-requests", SettingGroup.Observation, "Log a line for each call.",
            Flag, o => o.LogRequests, (o, v) => o with { LogRequests = v }),
        new Setting<Uri>("otlp-endpoint", SettingGroup.Observation, "Collector that spans are sent to, by OTLP over gRPC.",
            new UriFormat(), o => o.OtlpEndpoint, (o, v) => o with { OtlpEndpoint = v }),
    ];

    private static readonly Dictionary<string, Setting> ByName = All.ToDictionary(s => s.Name, StringComparer.Ordinal);

    private static readonly Dictionary<string, Setting> ByEnvironmentName = All.ToDictionary(s => s.EnvironmentName, StringComparer.Ordinal);

    public static Setting? Find(string name) => ByName.GetValueOrDefault(name);

    public static Setting? FindByEnvironmentName(string name) => ByEnvironmentName.GetValueOrDefault(name);
}
