using System.Text.Json.Nodes;
using InferencePlatform.Local.Apply;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Store;
using InferencePlatform.Local.Tables;

namespace InferencePlatform.Local.Api;

/// <summary>Answers <c>POST</c>, <c>PUT</c> and <c>PATCH</c>.</summary>
internal sealed class WriteHandler(ObjectStore store, ObjectWriter writer, ResourceRegistry registry, TablePrinter printer, TimeProvider time)
{
    public async Task CreateAsync(ApiRequest request)
    {
        request.CheckWriteOptions("CreateOptions");
        var problems = new List<string>();
        var body = RequestBody.Object(request, await RequestBody.ReadAsync(request.Http).ConfigureAwait(false), problems);
        RequestBody.CheckIdentity(request, body);
        Name(request.Resource, body.Child("metadata"));
        RequestBody.Prune(request, body, problems);
        RequestBody.Report(request, problems, why => Invalidity.Undecodable(request.Resource, why));
        var named = request with { Name = body.TextAt("metadata", "name") };
        var created = await CommitAsync(named, false, write => writer.Create(write, body)).ConfigureAwait(false);
        await Responses.WriteObjectAsync(named, created, printer, 201).ConfigureAwait(false);
    }

    public async Task UpdateAsync(ApiRequest request)
    {
        request.CheckWriteOptions("UpdateOptions");
        var problems = new List<string>();
        var body = RequestBody.Object(request, await RequestBody.ReadAsync(request.Http).ConfigureAwait(false), problems);
        RequestBody.CheckIdentity(request, body);
        RequestBody.Prune(request, body, problems);
        RequestBody.Report(request, problems, why => Invalidity.Undecodable(request.Resource, why));
        var updated = await CommitAsync(request, false, write =>
        {
            var stored = write.Find() ?? throw Invalidity.NotFound(request.Resource, request.Name!);
            if (request.Resource.IsCustom && body.TextAt("metadata", "resourceVersion").Length == 0)
            {
                var errors = new Schema.FieldErrors();
                errors.Invalid("metadata.resourceVersion", 0, "must be specified for an update");
                throw Invalidity.Of(request.Resource, request.Name!, errors);
            }

            return writer.Update(write, stored, body);
        }).ConfigureAwait(false);
        await Responses.WriteObjectAsync(request, updated, printer).ConfigureAwait(false);
    }

    public async Task PatchAsync(ApiRequest request)
    {
        var patch = new RequestedPatch(request, await RequestBody.ReadAsync(request.Http).ConfigureAwait(false));
        var created = false;
        var patched = await CommitAsync(request, patch.IsApply, write =>
        {
            if (write.Find() is not { } stored)
            {
                created = true;
                return patch.IsApply && write.Subresource.Length == 0
                    ? writer.Create(write, patch.Apply(null, write), recordUpdate: false)
                    : throw Invalidity.NotFound(request.Resource, request.Name!);
            }

            var live = Responses.Shown(stored, request.Resource);
            var changed = patch.IsApply ? patch.Apply(live, write) : patch.Change(live);
            return writer.Update(write, stored, changed, recordUpdate: !patch.IsApply);
        }).ConfigureAwait(false);
        await Responses.WriteObjectAsync(request, patched, printer, created ? 201 : 200).ConfigureAwait(false);
    }

    /// <summary>Runs a write in a transaction; definitions of custom resources take effect with it.</summary>
    private async Task<StoredObject> CommitAsync(ApiRequest request, bool applies, Func<WriteContext, StoredObject> change)
    {
        var type = request.Resource.Type;
        var manager = new FieldManager(request.FieldManager, applies, type.ApiVersion, request.Subresource ?? "");
        var result = await store.CommitAsync(
            transaction => change(new WriteContext(transaction, request.Resource, request.Key, request.Subresource ?? "", manager, time.GetUtcNow())),
            request.DryRun).ConfigureAwait(false);
        if (request.Resource.StoredAs == CustomResources.Definitions.StoredAs && !request.DryRun)
        {
            foreach (var resource in CustomResources.Read(result.Parse()))
            {
                registry.Serve(resource);
            }
        }

        return result;
    }

    private static void Name(ServedResource resource, JsonObject metadata)
    {
        if (metadata.TextAt("name").Length > 0)
        {
            return;
        }

        if (metadata.TextAt("generateName") is not { Length: > 0 } prefix)
        {
            var errors = new Schema.FieldErrors();
            errors.Required("metadata.name", "name or generateName is required");
            throw Invalidity.Of(resource, "", errors);
        }

        metadata["name"] = ObjectNames.Generate(prefix);
    }
}
