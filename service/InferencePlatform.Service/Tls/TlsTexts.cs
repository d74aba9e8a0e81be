namespace InferencePlatform.Service.Tls;

/// <summary>What the files hold at one moment; equal where they hold the same.</summary>
internal sealed record TlsTexts(string Certificate, string Key, string? ClientAuthorities)
{
    /// <summary>Bytes of one file at most; a bundle of every public authority has a fifth of that.</summary>
    private const int MaxBytes = 1 << 20;

    /// <summary>Readings until two in a row agree; what changes all the time is taken as it is.</summary>
    private const int MaxReadings = 5;

    /// <summary>
    /// Reads the files. A Secret's are exchanged all at once, but not read so: it is read again until nothing moved, so
    /// that a new certificate is not put beside the key before.
    /// </summary>
    /// <param name="files">Where they are.</param>
    /// <param name="problems">Takes a sentence for each file that cannot be read.</param>
    /// <returns>Null where there is a problem.</returns>
    public static TlsTexts? Read(TlsFiles files, ICollection<string> problems)
    {
        var texts = ReadOnce(files, problems);
        for (var i = 1; i < MaxReadings && texts is not null; i++)
        {
            var again = ReadOnce(files, problems);
            if (again == texts)
            {
                return texts;
            }

            texts = again;
        }

        return texts;
    }

    private static TlsTexts? ReadOnce(TlsFiles files, ICollection<string> problems)
    {
        var certificate = ReadFile("certificate", files.Certificate, problems);
        var key = ReadFile("key", files.Key, problems);
        var authorities = files.ClientAuthorities is { } path ? ReadFile("client authorities", path, problems) : null;
        return problems.Count == 0 ? new TlsTexts(certificate!, key!, authorities) : null;
    }

    private static string? ReadFile(string what, string path, ICollection<string> problems)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length <= MaxBytes)
            {
                using var reader = new StreamReader(stream);
                return reader.ReadToEnd();
            }

            problems.Add($"The file of the TLS {what}, {path}, has {stream.Length} bytes; it may have {MaxBytes}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            problems.Add($"The file of the TLS {what}, {path}, {WhyNot(path, e)}.");
        }

        return null;
    }

    private static string WhyNot(string path, Exception e) => e switch
    {
        _ when Directory.Exists(path) => "is a folder",
        FileNotFoundException or DirectoryNotFoundException => "does not exist",
        UnauthorizedAccessException => "may not be read by this process; give its user or group the right to",
        _ => $"cannot be read: {e.Message.TrimEnd('.')}",
    };
}
