namespace InferencePlatform.Service.Rest;

/// <summary>A path taken apart.</summary>
/// <param name="Action">What it asks for.</param>
/// <param name="Model">The model it names, or nothing.</param>
/// <param name="Version">The version it names; nothing stands for the latest.</param>
internal readonly record struct RestRoute(RestAction Action, string Model = "", string Version = "")
{
    private const string PredictVerb = ":predict";

    /// <summary>The method that the action takes.</summary>
    public string Method => Action is RestAction.Infer or RestAction.Predict or RestAction.RepositoryIndex
        or RestAction.RepositoryLoad or RestAction.RepositoryUnload ? "POST" : "GET";

    public static RestRoute Parse(string path) => path.Trim('/').Split('/') switch
    {
        ["v2"] => new(RestAction.ServerMetadata),
        ["v2", "health", "live"] => new(RestAction.ServerLive),
        ["v2", "health", "ready"] => new(RestAction.ServerReady),
        ["v2", "models", var model] => new(RestAction.ModelMetadata, model),
        ["v2", "models", var model, "ready"] => new(RestAction.ModelReady, model),
        ["v2", "models", var model, "infer"] => new(RestAction.Infer, model),
        ["v2", "models", var model, "versions", var version] => new(RestAction.ModelMetadata, model, version),
        ["v2", "models", var model, "versions", var version, "ready"] => new(RestAction.ModelReady, model, version),
        ["v2", "models", var model, "versions", var version, "infer"] => new(RestAction.Infer, model, version),
        ["v2", "repository", "index"] => new(RestAction.RepositoryIndex),
        ["v2", "repository", "models", var model, "load"] => new(RestAction.RepositoryLoad, model),
        ["v2", "repository", "models", var model, "unload"] => new(RestAction.RepositoryUnload, model),
        ["v1", "models", var model] when model.EndsWith(PredictVerb, StringComparison.Ordinal) =>
            new(RestAction.Predict, model[..^PredictVerb.Length]),
        _ => new(RestAction.Unknown),
    };
}
