using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace InferencePlatform.Service.Configuration;

/// <summary>An IP address of this machine.</summary>
internal sealed class AddressFormat() : ValueFormat<IPAddress>("address", "an IP address such as 0.0.0.0, :: or 127.0.0.1, or localhost")
{
    // Parsing alone would take a bare number for an address: "8080" for 0.0.31.144.
    public override bool TryParse(string text, [MaybeNullWhen(false)] out IPAddress value) =>
        IPAddress.TryParse(text == "localhost" ? "127.0.0.1" : text, out value)
        && (value.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(c => c == '.') == 3 || text == "localhost");

    public override string Format(IPAddress value) => value.ToString();
}
