namespace InferencePlatform.Local.Cel;

/// <summary>An expression that cannot be read, or whose value cannot be computed; the message is CEL's own where it has one.</summary>
internal sealed class CelException(string message) : Exception(message);
