namespace InferencePlatform.Local.Hosting;

/// <summary>The folder that holds everything of a platform, Secrets among it: nobody but its owner may look into it.</summary>
internal static class StateFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder where it is not there.</summary>
    /// <exception cref="PlatformException">It cannot be made, or others may use it; the message says what to do.</exception>
    public static void Prepare(string folder)
    {
        UnixFileMode mode;
        try
        {
            mode = Directory.CreateDirectory(folder, Owner).UnixFileMode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"The state folder {folder} cannot be made: {e.Message} Give another by --state-dir.", e);
        }

        // It is not narrowed here: a folder that was shared may have been meant for something else.
        if ((mode & ~Owner) != 0)
        {
            throw new PlatformException($"The state folder {folder} is open to other users, and Secrets are kept in it. Run chmod 700 {folder}, or give another by --state-dir.");
        }
    }
}
