using System.Text.Json.Nodes;
using InferencePlatform.Local.Apply;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Store;
using InferencePlatform.Local.Tables;

namespace InferencePlatform.Local.Api;

/// <summary>Answers <c>DELETE</c>, of one object or of a selection.</summary>
internal sealed class DeleteHandler(ObjectStore store, ObjectRemover remover, TablePrinter printer, TimeProvider time)
{
    public async Task DeleteAsync(ApiRequest request)
    {
        var (options, dryRun) = await OptionsAsync(request).ConfigureAwait(false);
        var (deleted, gone) = await store.CommitAsync(transaction => remover.Delete(Context(transaction, request), options), dryRun).ConfigureAwait(false);
        if (!gone)
        {
            await Responses.WriteObjectAsync(request, deleted, printer).ConfigureAwait(false);
            return;
        }

        var details = new JsonObject { ["name"] = request.Name, ["kind"] = request.Resource.Type.Plural, ["uid"] = deleted.Parse().TextAt("metadata", "uid") };
        if (request.Resource.Type.Group.Length > 0)
        {
            details["group"] = request.Resource.Type.Group;
        }

        await Responses.WriteAsync(request.Http, 200, new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        }).ConfigureAwait(false);
    }

    public async Task DeleteCollectionAsync(ApiRequest request)
    {
        var (options, dryRun) = await OptionsAsync(request).ConfigureAwait(false);
        var selection = new Selection(request);
        var deleted = await store.CommitAsync(
            transaction => selection.Of(transaction.State.Of(request.Resource.StoredAs)).ToList()
                .ConvertAll(o => remover.Delete(Context(transaction, request with { Namespace = o.Key.Namespace, Name = o.Key.Name }), options).Object),
            dryRun).ConfigureAwait(false);
        await Responses.WriteAsync(request.Http, 200, new JsonObject
        {
            ["kind"] = request.Resource.Type.Kind + "List",
            ["apiVersion"] = request.Resource.Type.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = store.State.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            ["items"] = new JsonArray([.. deleted.Select(o => (JsonNode)Responses.Shown(o, request.Resource))]),
        }).ConfigureAwait(false);
    }

    private WriteContext Context(StoreTransaction transaction, ApiRequest request) =>
        new(transaction, request.Resource, request.Key, "", new FieldManager(request.FieldManager, false, request.Resource.Type.ApiVersion, ""), time.GetUtcNow());

    private static async Task<(DeleteRequest Options, bool DryRun)> OptionsAsync(ApiRequest request)
    {
        request.CheckWriteOptions("DeleteOptions");
        var bytes = await RequestBody.ReadAsync(request.Http).ConfigureAwait(false);
        var body = bytes.Length == 0 ? [] : RequestBody.Object(request, bytes, []);
        var policy = body["propagationPolicy"].Text() ?? request.Query("propagationPolicy")
            ?? (body["orphanDependents"] is { } orphan ? orphan.Flag() ? "Orphan" : "Background" : null);
        var errors = new Schema.FieldErrors();
        if (policy is not (null or "Background" or "Foreground" or "Orphan"))
        {
            errors.Unsupported("propagationPolicy", policy, ["Background", "Foreground", "Orphan"]);
        }

        var dryRun = body["dryRun"] as JsonArray ?? [];
        if (dryRun.Any(d => d.Text() != "All"))
        {
            errors.Unsupported("dryRun", dryRun.DeepClone(), ["All"]);
        }

        return errors.Any
            ? throw Invalidity.Of("DeleteOptions", "meta.k8s.io", "", errors)
            : (new DeleteRequest
            {
                Uid = body.At("preconditions", "uid").Text(),
                ResourceVersion = body.At("preconditions", "resourceVersion").Text(),
                GracePeriod = body["gracePeriodSeconds"].Integer() ?? request.Number("gracePeriodSeconds"),
                Propagation = policy,
            }, request.DryRun || dryRun.Count > 0);
    }
}
