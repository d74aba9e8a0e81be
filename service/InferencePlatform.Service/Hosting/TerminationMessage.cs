using System.Text;

namespace InferencePlatform.Service.Hosting;

/// <summary>Tells the kubelet why the server did not start: it shows the file's text as the container's last state.</summary>
internal static class TerminationMessage
{
    // The kubelet's own bound.
    private const int MaxBytes = 4096;

    /// <summary>Writes the reason, if it can; the log and the exit code tell it too.</summary>
    /// <returns>What went wrong; null where nothing did, or nothing was to be written.</returns>
    public static string? TryWrite(string? path, string reason)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            var bytes = Encoding.UTF8.GetBytes(reason);
            File.WriteAllBytes(path, bytes.Length <= MaxBytes ? bytes : bytes[..EndOfText(bytes)]);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The termination message cannot be written to {path}: {e.Message}";
        }
    }

    /// <summary>Where to cut so that no character is cut in two.</summary>
    private static int EndOfText(byte[] bytes)
    {
        var end = MaxBytes;
        while ((bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return end;
    }
}
