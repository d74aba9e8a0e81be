using InferencePlatform.Local.Json;
using InferencePlatform.Local.Store;

namespace InferencePlatform.Local.Api;

/// <summary>Answers <c>kubectl logs</c> with what the process runtime has.</summary>
internal sealed class LogHandler(ObjectStore store, IPodLogs? logs, TimeProvider time, CancellationToken stopping)
{
    public async Task HandleAsync(ApiRequest request)
    {
        var pod = store.State.Find(request.Resource.StoredAs, request.Key)?.Parse() ?? throw Invalidity.NotFound(request.Resource, request.Name!);
        var names = pod.At("spec", "initContainers").Objects().Concat(pod.At("spec", "containers").Objects()).Select(c => c.TextAt("name")).ToList();
        var container = request.Query("container");
        if (container is null && names.Count > 1 && pod.At("spec", "containers").Objects().Count() > 1)
        {
            throw StatusException.BadRequest($"a container name must be specified for pod {request.Name}, choose one of: [{string.Join(' ', names)}]");
        }

        if (container is not null && !names.Contains(container))
        {
            throw StatusException.BadRequest($"container {container} is not valid for pod {request.Name}");
        }

        if (logs is null)
        {
            throw StatusException.NotSupported("This server has no process runtime, so pods have no logs.");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Http.RequestAborted, stopping);
        request.Http.Response.ContentType = "text/plain";
        var options = new PodLogOptions
        {
            Container = container ?? pod.At("spec", "containers").Objects().First().TextAt("name"),
            Follow = request.Flag("follow"),
            Previous = request.Flag("previous"),
            Timestamps = request.Flag("timestamps"),
            TailLines = request.Number("tailLines"),
            Since = request.Number("sinceSeconds") is { } seconds ? time.GetUtcNow() - TimeSpan.FromSeconds(seconds) : null,
            LimitBytes = request.Number("limitBytes"),
        };
        try
        {
            await logs.StreamAsync(request.Key, options, request.Http.Response.Body, ending.Token).ConfigureAwait(false);
        }
        catch (KeyNotFoundException e) when (!request.Http.Response.HasStarted)
        {
            throw StatusException.BadRequest(e.Message);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader has gone, or the server stops.
        }
    }
}
