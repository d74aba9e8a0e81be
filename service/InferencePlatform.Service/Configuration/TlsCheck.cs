using InferencePlatform.Service.Tls;

namespace InferencePlatform.Service.Configuration;

/// <summary>What is wrong with the settings of TLS, and with the files that they name.</summary>
internal static class TlsCheck
{
    private static readonly string[] OnlyOfTls = ["tls-key", "tls-client-ca", "tls-poll-interval"];

    /// <summary>Where the certificate lies; null where the ports are in clear.</summary>
    public static TlsFiles? Files(ServerOptions options) =>
        options is { TlsCertificate: { } certificate, TlsKey: { } key } ? new TlsFiles(certificate, key, options.TlsClientCa) : null;

    /// <inheritdoc cref="OptionsCheck.FindProblems"/>
    public static IEnumerable<string> FindProblems(ServerOptions options, IReadOnlyDictionary<string, string> sources)
    {
        if (!sources.TryGetValue("tls-certificate", out var certificate))
        {
            return OnlyOfTls.Where(sources.ContainsKey)
                .Select(name => $"{sources[name]} is about TLS, and there is no certificate; give its file with --tls-certificate.");
        }

        if (Files(options) is not { } files)
        {
            return [$"{certificate} has no private key; give its file with --tls-key."];
        }

        var problems = new List<string>();
        if (TlsTexts.Read(files, problems) is { } texts)
        {
            _ = TlsIdentityReader.Read(texts, files, DateTimeOffset.UtcNow, problems);
        }

        return problems;
    }
}
