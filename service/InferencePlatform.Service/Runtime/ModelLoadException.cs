namespace InferencePlatform.Service.Runtime;

/// <summary>A model cannot be loaded; the message says why and what to do.</summary>
internal sealed class ModelLoadException(string message, Exception? inner = null) : Exception(message, inner)
{
    public LoadFailureKind Kind { get; init; } = LoadFailureKind.Unloadable;
}
