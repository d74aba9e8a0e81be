using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Store;
using InferencePlatform.Local.Tables;

namespace InferencePlatform.Local.Api;

/// <summary>
/// Answers watches: every change after a version, as long as the client stays. A watcher that is slower than the kept
/// history is told that its version is too old.
/// </summary>
internal sealed class WatchHandler(ObjectStore store, TablePrinter printer, TimeProvider time, EmbeddedApiServerOptions options, CancellationToken stopping)
{
    /// <summary>As a real server: half an hour to an hour where the client names no time.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(45);

    private static readonly TimeSpan LastBookmark = TimeSpan.FromSeconds(2);

    private int _watchers;

    public async Task HandleAsync(ApiRequest request)
    {
        if (Interlocked.Increment(ref _watchers) > options.MaxWatchers)
        {
            Interlocked.Decrement(ref _watchers);
            request.Http.Response.Headers.RetryAfter = "1";
            throw new StatusException(429, "TooManyRequests", $"This server has {options.MaxWatchers} watches, which is its limit; please try again later.");
        }

        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Http.RequestAborted, stopping);
            var timeout = request.Number("timeoutSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : DefaultTimeout;
            using var timer = time.CreateTimer(_ => ending.Cancel(), null, timeout, Timeout.InfiniteTimeSpan);
            await new Watch(this, request, time.GetUtcNow() + timeout).RunAsync(ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (request.Http.Response.HasStarted || request.Http.RequestAborted.IsCancellationRequested)
        {
            // The time is up, the client has gone or the server stops: the watch just ends.
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    private sealed class Watch(WatchHandler owner, ApiRequest request, DateTimeOffset end)
    {
        private readonly ObjectForm _form = Responses.FormOf(request.Http.Request);
        private readonly Selection _selection = new(request);
        private readonly bool _bookmarks = request.Flag("allowWatchBookmarks");
        private bool _columnsSent;
        private long _position;

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            var log = owner.LogOf(request.Resource);
            var wanted = request.Number("resourceVersion") ?? 0;
            var initial = request.Flag("sendInitialEvents");
            if (initial && (request.Query("resourceVersionMatch") != "NotOlderThan" || !_bookmarks))
            {
                throw StreamingListOptions(request);
            }

            var state = owner.State;
            if (wanted > state.Version)
            {
                throw ListHandler.TooLarge(wanted, state.Version);
            }

            request.Http.Response.ContentType = "application/json";
            await request.Http.Response.StartAsync(cancellationToken).ConfigureAwait(false);
            _position = wanted;
            if (wanted == 0 || initial)
            {
                _position = state.Version;
                foreach (var o in _selection.Of(state.Of(request.Resource.StoredAs)))
                {
                    await SendAsync("ADDED", o, cancellationToken).ConfigureAwait(false);
                }

                if (initial)
                {
                    await BookmarkAsync(state.Version, initialEnd: true, cancellationToken).ConfigureAwait(false);
                }
            }

            await FlushAsync(cancellationToken).ConfigureAwait(false);
            await FollowAsync(log, cancellationToken).ConfigureAwait(false);
        }

        private async Task FollowAsync(EventLog log, CancellationToken cancellationToken)
        {
            var quiet = owner.UntilBookmarkAsync(end, cancellationToken);
            while (true)
            {
                var changed = log.Changed;
                var logged = owner.LoggedVersion;
                if (log.After(_position) is not { } changes)
                {
                    var gone = StatusException.Expired($"too old resource version: {_position} ({logged})");
                    await WriteAsync("ERROR", gone.ToJson().ToUtf8(), cancellationToken).ConfigureAwait(false);
                    await FlushAsync(cancellationToken).ConfigureAwait(false);
                    return;
                }

                foreach (var change in changes)
                {
                    await SendAsync(change, cancellationToken).ConfigureAwait(false);
                    _position = change.Version;
                }

                if (quiet.IsCompleted)
                {
                    if (_bookmarks)
                    {
                        await BookmarkAsync(Math.Max(_position, logged), initialEnd: false, cancellationToken).ConfigureAwait(false);
                    }

                    quiet = owner.UntilBookmarkAsync(end, cancellationToken);
                }

                await FlushAsync(cancellationToken).ConfigureAwait(false);
                await Task.WhenAny(changed, quiet).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        /// <summary>An object that comes into the selection is new to this watcher, one that leaves it is gone.</summary>
        private Task SendAsync(ObjectEvent change, CancellationToken cancellationToken)
        {
            var was = change.Before is not null && _selection.Matches(change.Before);
            var matches = !change.Deleted && _selection.Matches(change.After);
            return !was && !matches ? Task.CompletedTask
                : SendAsync(!was ? "ADDED" : matches ? "MODIFIED" : "DELETED", change.After, cancellationToken);
        }

        private async Task SendAsync(string type, StoredObject o, CancellationToken cancellationToken)
        {
            var body = _form switch
            {
                ObjectForm.Table => owner.Table(request, o, !_columnsSent).ToUtf8(),
                ObjectForm.Metadata => TablePrinter.Partial(o.Parse()).ToUtf8(),
                _ => Responses.ShownUtf8(o, request.Resource),
            };
            _columnsSent = true;
            await WriteAsync(type, body, cancellationToken).ConfigureAwait(false);
        }

        private Task BookmarkAsync(long version, bool initialEnd, CancellationToken cancellationToken)
        {
            var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
            if (initialEnd)
            {
                metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
            }

            var type = request.Resource.Type;
            var body = _form switch
            {
                ObjectForm.Table => new JsonObject { ["kind"] = "Table", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata, ["columnDefinitions"] = null, ["rows"] = new JsonArray() },
                ObjectForm.Metadata => new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata },
                _ => new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion, ["metadata"] = metadata },
            };
            return WriteAsync("BOOKMARK", body.ToUtf8(), cancellationToken);
        }

        private async Task WriteAsync(string type, byte[] body, CancellationToken cancellationToken)
        {
            var output = request.Http.Response.Body;
            await output.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{{\"type\":\"{type}\",\"object\":"), cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(body, cancellationToken).ConfigureAwait(false);
            await output.WriteAsync("}\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }

        private Task FlushAsync(CancellationToken cancellationToken) => request.Http.Response.Body.FlushAsync(cancellationToken);
    }

    private StoreState State => store.State;

    private long LoggedVersion => store.LoggedVersion;

    private EventLog LogOf(ServedResource resource) => store.LogOf(resource.StoredAs);

    /// <summary>A bookmark is due after each interval, and for the last time shortly before the end.</summary>
    private Task UntilBookmarkAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        var last = end - LastBookmark - time.GetUtcNow();
        var wait = last <= TimeSpan.Zero ? Timeout.InfiniteTimeSpan : last < options.BookmarkInterval ? last : options.BookmarkInterval;
        return Task.Delay(wait, time, cancellationToken);
    }

    private JsonObject Table(ApiRequest request, StoredObject o, bool columns) =>
        printer.Table(request.Resource, [o.Parse()], request.Query("includeObject"), Responses.VersionOf(o), columns);

    private static StatusException StreamingListOptions(ApiRequest request)
    {
        var errors = new Schema.FieldErrors();
        errors.Forbidden("sendInitialEvents", "sendInitialEvents requires allowWatchBookmarks, and resourceVersionMatch must be NotOlderThan");
        return Invalidity.Of("ListOptions", "meta.k8s.io", request.Name ?? "", errors);
    }
}
