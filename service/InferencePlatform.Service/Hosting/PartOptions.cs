using System.Net;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Telemetry;
using InferencePlatform.Service.Tls;

namespace InferencePlatform.Service.Hosting;

/// <summary>What each part of the server is told of the server's options.</summary>
internal static class PartOptions
{
    public static IPEndPoint Endpoint(ServerOptions options, int port) => new(options.Host, port);

    public static GrpcServerOptions Grpc(ServerOptions options, TlsSource? tls) => new()
    {
        Endpoints = { Endpoint(options, options.GrpcPort) },
        Tls = tls is null ? null : () => tls.Grpc,
        MaxReceiveMessageSize = options.MaxMessageSize,
        MaxBytesInFlight = options.MaxBytesInFlight,
        MaxCallsInFlight = options.MaxCallsInFlight,
        MaxConnections = options.MaxConnections,
        MaxConnectionAge = options.MaxConnectionAge,
        MaxConnectionAgeGrace = options.MaxConnectionAgeGrace,
    };

    /// <summary>What the metrics tell of the limits.</summary>
    public static ServerLimits Limits(ServerOptions options) => new(options.MaxCallsInFlight, options.MaxBytesInFlight, options.MaxQueueLength);

    public static HttpHostLimits Http(ServerOptions options) => new(options.MaxMessageSize, options.MaxConnections);

    public static SchedulerOptions Scheduler(ServerOptions options, int cpus) =>
        new(options.ComputeThreads > 0 ? options.ComputeThreads : cpus, options.MaxQueueLength);

    public static ModelRepositoryOptions Repository(ServerOptions options, int cpus) => new()
    {
        Folder = options.ModelPath is null ? options.Repository : null,
        Single = options.ModelPath is { } path
            ? new SingleModelOptions(options.ModelName!, options.ModelVersion, path) { Sha256 = options.ModelSha256, WarmupSamples = options.WarmupSamples }
            : null,
        Session = new SessionSettings(options.Threads > 0 ? options.Threads : cpus, InterOpThreads: 1),
        AllowChanges = options.AllowRepositoryChanges,
        PollInterval = options.RepositoryPollInterval,
        ParallelLoads = cpus,
        UnloadTimeout = options.RequestTimeout,
        WarmupTimeout = options.WarmupTimeout,
    };
}
