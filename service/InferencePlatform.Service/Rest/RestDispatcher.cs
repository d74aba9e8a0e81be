using InferencePlatform.Service.Inference;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Rest;

/// <summary>Hands each request to what answers it, and makes every failure a JSON error.</summary>
internal sealed partial class RestDispatcher(RestServices services)
{
    private readonly InferenceEndpoint _inference = new(services);
    private readonly HealthEndpoint _health = new(services);
    private readonly MetadataEndpoint _metadata = new(services);
    private readonly RepositoryEndpoint _repository = new(services);
    private readonly ILogger _logger = services.Loggers.CreateLogger<RestDispatcher>();

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await AnswerAsync(http, RestRoute.Parse(http.Request.Path.Value ?? ""));
        }
        catch (InferenceException e)
        {
            await RestErrors.WriteAsync(http, RestErrors.ToStatus(e.Error), e.Message);
        }
        catch (RestException e)
        {
            await RestErrors.WriteAsync(http, e.Status, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            await RestErrors.WriteAsync(http, e.StatusCode, e.Message);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            await RestErrors.WriteAsync(http, StatusCodes.Status499ClientClosedRequest, "The client gave the call up.");
        }
        catch (Exception e)
        {
            LogUnexpected(http.Request.Path, e);
            await RestErrors.WriteAsync(http, StatusCodes.Status500InternalServerError, "An unexpected error; the server's log has it.");
        }
    }

    private Task AnswerAsync(HttpContext http, RestRoute route)
    {
        if (route.Action == RestAction.Unknown)
        {
            throw new InferenceException(InferenceError.NotFound, $"There is nothing at '{http.Request.Path}'; this server has /v2, /v2/health/live, /v2/health/ready, /v2/models/<name>[/versions/<version>][/ready|/infer], /v2/repository/index and /v1/models/<name>:predict.");
        }

        var method = http.Request.Method;
        if (method != route.Method && !(route.Method == HttpMethods.Get && HttpMethods.IsHead(method)))
        {
            http.Response.Headers.Allow = route.Method;
            throw new RestException(StatusCodes.Status405MethodNotAllowed, $"'{http.Request.Path}' takes {route.Method}; this is {method}.");
        }

        return route.Action switch
        {
            RestAction.Infer => _inference.InferAsync(http, route),
            RestAction.Predict => _inference.PredictAsync(http, route),
            RestAction.ServerLive => HealthEndpoint.LiveAsync(http),
            RestAction.ServerReady => _health.ReadyAsync(http),
            RestAction.ModelReady => _health.ModelReadyAsync(http, route),
            RestAction.ServerMetadata => _metadata.ServerAsync(http),
            RestAction.ModelMetadata => _metadata.ModelAsync(http, route),
            RestAction.RepositoryIndex => _repository.IndexAsync(http),
            RestAction.RepositoryLoad => _repository.LoadAsync(http, route),
            _ => _repository.UnloadAsync(http, route),
        };
    }

    [LoggerMessage(Level = LogLevel.Error, EventName = "CallFailed", Message = "{Path} failed unexpectedly")]
    private partial void LogUnexpected(string path, Exception exception);
}
