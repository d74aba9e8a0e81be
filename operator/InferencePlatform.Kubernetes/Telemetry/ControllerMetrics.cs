using System.Collections.Concurrent;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Leadership;
using InferencePlatform.Metrics;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Kubernetes.Telemetry;

/// <summary>What controllers, queues and clients do, under the names that controller-runtime gives it.</summary>
public sealed class ControllerMetrics : IRequestMetrics
{
    private readonly ConcurrentDictionary<(int? Code, string Method, string Host), long> _requests = new();
    private readonly ConcurrentQueue<Controller> _controllers = new();
    private readonly ConcurrentQueue<LeaderElector> _electors = new();
    private readonly ConcurrentQueue<Action<ExpositionWriter>> _more = new();

    internal IReadOnlyCollection<KeyValuePair<(int? Code, string Method, string Host), long>> Requests => [.. _requests];

    internal IReadOnlyCollection<Controller> Controllers => _controllers;

    internal IReadOnlyCollection<LeaderElector> Electors => _electors;

    public void RequestEnded(int? code, string method, string host) => _requests.AddOrUpdate((code, method, host), 1, static (_, count) => count + 1);

    public void Add(Controller controller) => _controllers.Enqueue(controller);

    public void Add(LeaderElector elector) => _electors.Enqueue(elector);

    /// <summary>Adds families of the program's own to the page.</summary>
    public void Add(Action<ExpositionWriter> families) => _more.Enqueue(families);

    /// <summary>Answers a request with the metrics, in the format it asks for.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var format = ExpositionFormats.Choose(context.Request.Headers.Accept);
        context.Response.ContentType = format.ContentType();
        var writer = new ExpositionWriter(context.Response.BodyWriter, format);
        new ControllerFamilies(writer).Write(this);
        QueueFamilies.Write(writer, _controllers);
        foreach (var write in _more)
        {
            write(writer);
        }

        ProcessFamilies.Write(writer);
        await writer.EndAsync(context.RequestAborted);
    }
}
