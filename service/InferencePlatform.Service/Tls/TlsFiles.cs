namespace InferencePlatform.Service.Tls;

/// <summary>Where a server's certificate lies, as a mounted Secret has it.</summary>
/// <param name="Certificate">PEM: the server's own certificate, then those that lead to its authority.</param>
/// <param name="Key">PEM: the private key of the first of them, not encrypted.</param>
/// <param name="ClientAuthorities">PEM: who vouches for clients; null where clients need no certificate.</param>
internal sealed record TlsFiles(string Certificate, string Key, string? ClientAuthorities);
