using System.Security.Cryptography;
using System.Text;

namespace InferencePlatform.Service.Tests.Fetching.Rig;

/// <summary>Answers of web servers, as they go over the wire.</summary>
internal static class Answers
{
    public const string Body = "0123456789abcdef";

    public static string Sha256 { get; } = Sha256Of(Body);

    public static string Sha256Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(text)));

    public static string Whole(string body = Body, string headers = "ETag: \"one\"\r\n") => Announced(body.Length, body, headers);

    /// <summary>The connection breaks before all that is announced has come.</summary>
    public static string Announced(int length, string body, string headers = "ETag: \"one\"\r\n") =>
        $"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}";

    public static string Part(int from, string body = Body, string etag = "\"one\"") =>
        $"HTTP/1.1 206 Partial Content\r\nConnection: close\r\nContent-Length: {body.Length - from}\r\nContent-Range: bytes {from}-{body.Length - 1}/{body.Length}\r\nETag: {etag}\r\n\r\n{body[from..]}";

    public static string Status(string status, string headers = "") =>
        $"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n{headers}\r\n";

    public static string Redirect(string location, string status = "302 Found") => Status(status, $"Location: {location}\r\n");
}
