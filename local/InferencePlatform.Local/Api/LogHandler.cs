using System.Globalization;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;
using InferencePlatform.Local.Store;

namespace InferencePlatform.Local.Api;

/// <summary>Answers <c>kubectl logs</c> with what the process runtime has.</summary>
internal sealed class LogHandler(ObjectStore store, IPodLogs? logs, TimeProvider time, CancellationToken stopping)
{
    private static readonly string[] Served = ["container", "follow", "previous", "timestamps", "tailLines", "sinceSeconds", "sinceTime", "limitBytes", "pretty"];
    private static readonly string[] AtLeastOne = ["sinceSeconds", "limitBytes"];

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

        CheckOptions(request);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Http.RequestAborted, stopping);
        request.Http.Response.ContentType = "text/plain";
        var options = new PodLogOptions
        {
            Container = container ?? pod.At("spec", "containers").Objects().First().TextAt("name"),
            Follow = request.Flag("follow"),
            Previous = request.Flag("previous"),
            Timestamps = request.Flag("timestamps"),
            TailLines = request.Number("tailLines"),
            Since = request.Number("sinceSeconds") is { } seconds ? time.GetUtcNow() - TimeSpan.FromSeconds(seconds)
                : request.Query("sinceTime") is { Length: > 0 } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : null,
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

    /// <exception cref="StatusException">400: an option is not served here; 422: its value cannot be meant.</exception>
    private static void CheckOptions(ApiRequest request)
    {
        if (request.Http.Request.Query.Keys.FirstOrDefault(name => !Served.Contains(name)) is { } unknown)
        {
            throw StatusException.BadRequest($"The single-machine platform's logs have no option '{unknown}'; they have {string.Join(", ", Served)}.");
        }

        var errors = new FieldErrors();
        if (request.Number("tailLines") is < 0)
        {
            errors.Invalid("tailLines", request.Number("tailLines"), "must be greater than or equal to 0");
        }

        foreach (var name in AtLeastOne.Where(n => request.Number(n) is < 1))
        {
            errors.Invalid(name, request.Number(name), "must be greater than 0");
        }

        if (request.Query("sinceTime") is { Length: > 0 } since)
        {
            if (request.Number("sinceSeconds") is not null)
            {
                errors.Forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified");
            }

            if (!DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
            {
                errors.Invalid("sinceTime", since, "must be a time such as 2006-01-02T15:04:05Z");
            }
        }

        if (errors.Any)
        {
            throw Invalidity.Of("PodLogOptions", "", request.Name!, errors);
        }
    }
}
