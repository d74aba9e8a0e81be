namespace InferencePlatform.Service.Hosting;

/// <summary>How the process ends.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The settings are good, and yet it could not start: a port is taken, the one model does not load.</summary>
    public const int Failed = 1;

    public const int BadSettings = 2;
}
