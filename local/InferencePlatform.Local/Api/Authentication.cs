using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Local.Api;

/// <summary>Lets in who shows the token; health and version are for everybody, as on a real server.</summary>
internal sealed class Authentication(string token)
{
    private readonly byte[] _expected = Encoding.UTF8.GetBytes("Bearer " + token);

    public bool Allows(HttpRequest request) =>
        request.Path.Value is "/healthz" or "/livez" or "/readyz" or "/version"
        || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), _expected);
}
