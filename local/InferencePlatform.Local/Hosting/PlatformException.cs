namespace InferencePlatform.Local.Hosting;

/// <summary>The platform cannot do what it was asked; the message is for whoever started it.</summary>
internal sealed class PlatformException : Exception
{
    public PlatformException(string message)
        : base(message)
    {
    }

    public PlatformException(string message, Exception? cause)
        : base(message, cause)
    {
    }
}
