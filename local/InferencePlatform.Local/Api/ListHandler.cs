using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Store;
using InferencePlatform.Local.Tables;

namespace InferencePlatform.Local.Api;

/// <summary>Answers lists, in pages where asked to. The pages of a list are of one state, the state of the first.</summary>
internal sealed class ListHandler(ObjectStore store, TablePrinter printer)
{
    /// <summary>States that later pages can still be of; an older list has to begin again.</summary>
    private const int KeptStates = 32;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<long, StoreState> _states = [];

    public async Task HandleAsync(ApiRequest request)
    {
        var form = Responses.FormOf(request.Http.Request);
        var (state, after) = Start(request);
        var selection = new Selection(request);
        var limit = request.Number("limit") is > 0 and var wanted ? (int)Math.Min(wanted, int.MaxValue - 1) : int.MaxValue - 1;
        var matching = selection.Of(state.Of(request.Resource.StoredAs), after);
        var page = matching.Take(limit + 1).ToList();
        var metadata = new JsonObject { ["resourceVersion"] = state.Version.ToString(CultureInfo.InvariantCulture) };
        if (page.Count > limit)
        {
            page.RemoveAt(limit);
            Keep(state);
            metadata["continue"] = Token(state.Version, page[^1]);
            if (selection.IsEverything)
            {
                metadata["remainingItemCount"] = matching.Count() - limit;
            }
        }

        if (form == ObjectForm.Table)
        {
            await Responses.WriteAsync(request.Http, 200, printer.Table(request.Resource, page.Select(o => o.Parse()), request.Query("includeObject"), metadata)).ConfigureAwait(false);
            return;
        }

        await WriteListAsync(request, form, page, metadata).ConfigureAwait(false);
    }

    private static async Task WriteListAsync(ApiRequest request, ObjectForm form, List<StoredObject> page, JsonObject metadata)
    {
        var partial = form == ObjectForm.Metadata;
        var kind = partial ? "PartialObjectMetadataList" : request.Resource.Type.Kind + "List";
        var version = partial ? "meta.k8s.io/v1" : request.Resource.Type.ApiVersion;
        var body = request.Http.Response.Body;
        request.Http.Response.ContentType = "application/json";
        var cancelled = request.Http.RequestAborted;
        await body.WriteAsync(Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{version}\",\"metadata\":{metadata.ToJsonString()},\"items\":["), cancelled).ConfigureAwait(false);
        for (var i = 0; i < page.Count; i++)
        {
            if (i > 0)
            {
                await body.WriteAsync(","u8.ToArray(), cancelled).ConfigureAwait(false);
            }

            await body.WriteAsync(partial ? TablePrinter.Partial(page[i].Parse()).ToUtf8() : Responses.ShownUtf8(page[i], request.Resource), cancelled).ConfigureAwait(false);
        }

        await body.WriteAsync("]}"u8.ToArray(), cancelled).ConfigureAwait(false);
    }

    private (StoreState State, string? After) Start(ApiRequest request)
    {
        var state = store.State;
        if (request.Query("continue") is { Length: > 0 } token)
        {
            var (version, after) = Read(token);
            lock (_gate)
            {
                return _states.TryGetValue(version, out var kept) ? (kept, after)
                    : version == state.Version ? (state, after)
                    : throw StatusException.Expired("The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.");
            }
        }

        if (request.Number("resourceVersion") is { } wanted and > 0)
        {
            if (wanted > state.Version)
            {
                throw TooLarge(wanted, state.Version);
            }

            if (request.Query("resourceVersionMatch") == "Exact" && wanted != state.Version)
            {
                throw StatusException.Expired($"The resourceVersion for the provided list is too old: {wanted}; this server keeps only the newest, {state.Version}.");
            }
        }

        return (state, null);
    }

    /// <summary>504: the client knows a version that this server has not come to yet.</summary>
    public static StatusException TooLarge(long wanted, long newest) => new(504, "Timeout", $"Too large resource version: {wanted}, current: {newest}")
    {
        Causes = [new Schema.FieldError("ResourceVersionTooLarge", "Too large resource version", "")],
    };

    private void Keep(StoreState state)
    {
        lock (_gate)
        {
            if (_states.TryAdd(state.Version, state) && _states.Count > KeptStates)
            {
                _states.RemoveAt(0);
            }
        }
    }

    private static string Token(long version, StoredObject last) =>
        Convert.ToBase64String(new JsonObject { ["v"] = version, ["after"] = ResourceState.KeyOf(last.Key) }.ToUtf8());

    private static (long Version, string After) Read(string token)
    {
        try
        {
            var json = JsonTree.ParseObject(Convert.FromBase64String(token));
            return (json["v"].Integer() ?? 0, json.TextAt("after"));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw StatusException.BadRequest($"continue key is not valid: {e.Message}");
        }
    }
}
