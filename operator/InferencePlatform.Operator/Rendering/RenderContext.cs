namespace InferencePlatform.Operator.Rendering;

/// <summary>What an InferenceModel's pods depend on beside its spec. Both parts are recorded on the Deployment.</summary>
/// <param name="ServerImage">Runs where the spec names no image.</param>
/// <param name="Revision">The way of making pods: one of <see cref="RenderRevision"/>.</param>
internal sealed record RenderContext(string ServerImage, int Revision);
