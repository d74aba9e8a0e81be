namespace InferencePlatform.Kubernetes.Controllers;

/// <summary>A reconcile failed in a way that trying again cannot mend; it is not called again until something changes.</summary>
public sealed class TerminalException : Exception
{
    public TerminalException(string message)
        : base(message)
    {
    }

    public TerminalException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
