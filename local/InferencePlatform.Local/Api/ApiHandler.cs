using InferencePlatform.Local.Discovery;
using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Store;
using InferencePlatform.Local.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Api;

/// <summary>Leads each request to what answers it; what is not in the table of kinds and verbs is refused by name.</summary>
internal sealed partial class ApiHandler
{
    private readonly Authentication _authentication;
    private readonly ResourceRegistry _registry;
    private readonly DiscoveryHandler _discovery;
    private readonly OpenApiHandler _openApi;
    private readonly ObjectStore _store;
    private readonly TablePrinter _printer;
    private readonly ListHandler _lists;
    private readonly WatchHandler _watches;
    private readonly WriteHandler _writes;
    private readonly DeleteHandler _deletes;
    private readonly ScaleHandler _scales;
    private readonly LogHandler _logs;
    private readonly BodyLimit _bodyLimit;
    private readonly ILogger _logger;

    public ApiHandler(EmbeddedApiServerOptions options, string token, ObjectStore store, ResourceRegistry registry, ILogger logger, CancellationToken stopping)
    {
        var remover = new ObjectRemover(registry);
        var writer = new ObjectWriter(options.ServiceAddresses, options.MaxObjects);
        _authentication = new Authentication(token);
        _bodyLimit = new BodyLimit(options.MaxRequestBytes);
        _registry = registry;
        _store = store;
        _logger = logger;
        _printer = new TablePrinter(options.Time);
        _discovery = new DiscoveryHandler(registry);
        _openApi = new OpenApiHandler(registry);
        _lists = new ListHandler(store, _printer);
        _watches = new WatchHandler(store, _printer, options.Time, options, stopping);
        _writes = new WriteHandler(store, writer, registry, _printer, options.Time);
        _deletes = new DeleteHandler(store, remover, _printer, options.Time);
        _scales = new ScaleHandler(store, writer, options.Time);
        _logs = new LogHandler(store, options.PodLogs, options.Time, stopping);
    }

    public async Task HandleAsync(HttpContext http)
    {
        http.Features.Set(_bodyLimit);
        try
        {
            await RouteAsync(http).ConfigureAwait(false);
        }
        catch (StatusException e) when (!http.Response.HasStarted)
        {
            await Responses.WriteAsync(http, e).ConfigureAwait(false);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            Failed(e, http.Request.Method, http.Request.Path);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            await Responses.WriteAsync(http, new StatusException(500, "InternalError", $"Internal error occurred: {(e is IOException ? e.Message : "the server's log has it.")}")).ConfigureAwait(false);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be told.
        }
    }

    private async Task RouteAsync(HttpContext http)
    {
        if (!_authentication.Allows(http.Request))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            throw new StatusException(401, "Unauthorized", "Unauthorized");
        }

        switch (http.Request.Path.Value)
        {
            case "/healthz" or "/livez" or "/readyz":
                await Responses.WriteAsync(http, 200, "ok"u8.ToArray(), "text/plain").ConfigureAwait(false);
                return;
            case "/version":
                await Responses.WriteAsync(http, 200, ServerVersion.Json).ConfigureAwait(false);
                return;
        }

        if (http.Request.Method == "GET" && (await _discovery.TryHandleAsync(http).ConfigureAwait(false) || await _openApi.TryHandleAsync(http).ConfigureAwait(false)))
        {
            return;
        }

        var request = RequestPath.Parse(http, _registry) ?? throw new StatusException(404, "NotFound", "the server could not find the requested resource");
        await (request.Subresource is null ? ResourceAsync(request) : SubresourceAsync(request)).ConfigureAwait(false);
    }

    private Task ResourceAsync(ApiRequest request)
    {
        var watch = request.Flag("watch") && request.Query("watch") is not null;
        var (verb, handle) = (request.Http.Request.Method, request.Name) switch
        {
            ("GET", _) when watch => ("watch", _watches.HandleAsync),
            ("GET", null) => ("list", _lists.HandleAsync),
            ("GET", _) => ("get", GetAsync),
            ("POST", null) => ("create", _writes.CreateAsync),
            ("PUT", not null) => ("update", _writes.UpdateAsync),
            ("PATCH", not null) => ("patch", _writes.PatchAsync),
            ("DELETE", not null) => ("delete", _deletes.DeleteAsync),
            ("DELETE", null) => ("deletecollection", (Func<ApiRequest, Task>)_deletes.DeleteCollectionAsync),
            _ => ("", null!),
        };
        if (verb.Length == 0 || !request.Resource.Allows(verb))
        {
            throw NotAllowed(request.Resource.Verbs.Replace(" ", ", ", StringComparison.Ordinal));
        }

        if (verb == "create" && request.Resource.Type.Namespaced && request.Namespace is null)
        {
            throw NotAllowed("in a namespace");
        }

        return handle(request);
    }

    private Task SubresourceAsync(ApiRequest request) => (request.Subresource, request.Http.Request.Method) switch
    {
        ("status", "GET") when request.Resource.HasStatus => GetAsync(request),
        ("status", "PUT") when request.Resource.HasStatus => _writes.UpdateAsync(request),
        ("status", "PATCH") when request.Resource.HasStatus => _writes.PatchAsync(request),
        ("scale", "GET" or "PUT" or "PATCH") when request.Resource.Scale is not null => _scales.HandleAsync(request),
        ("log", "GET") when request.Resource.StoredAs == "pods" => _logs.HandleAsync(request),
        ("status", _) when request.Resource.HasStatus => throw NotAllowed("get, patch, update"),
        ("scale", _) when request.Resource.Scale is not null => throw NotAllowed("get, patch, update"),
        _ => throw new StatusException(404, "NotFound", "the server could not find the requested resource"),
    };

    private static StatusException NotAllowed(string verbs) =>
        new(405, "MethodNotAllowed", $"the server does not allow this method on the requested resource, only {verbs}");

    private Task GetAsync(ApiRequest request)
    {
        var found = _store.State.Find(request.Resource.StoredAs, request.Key) ?? throw Invalidity.NotFound(request.Resource, request.Name!);
        return Responses.WriteObjectAsync(request, found, _printer);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void Failed(Exception exception, string method, string path);
}
