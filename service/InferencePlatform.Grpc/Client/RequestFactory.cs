using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Client;

/// <summary>Makes the HTTP request of a call.</summary>
internal static class RequestFactory
{
    private static readonly MediaTypeHeaderValue ContentType = new(GrpcHeaders.ContentType);

    private static readonly string UserAgent =
        $"grpc-csharp-inferenceplatform/{typeof(RequestFactory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion}";

    /// <exception cref="ArgumentException">The metadata has a key that is gRPC's own.</exception>
    public static HttpRequestMessage Create(Uri uri, HttpContent content, Metadata? metadata, TimeSpan? timeout, bool compress)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = ContentType;
        var headers = request.Headers;
        if (timeout is { } left)
        {
            headers.TryAddWithoutValidation(GrpcHeaders.Timeout, GrpcTimeout.Format(left));
        }

        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", UserAgent);
        headers.TryAddWithoutValidation(GrpcHeaders.AcceptEncoding, GrpcHeaders.SupportedEncodings);
        if (compress)
        {
            headers.TryAddWithoutValidation(GrpcHeaders.Encoding, GrpcHeaders.Gzip);
        }

        foreach (var entry in metadata ?? [])
        {
            if (ReservedHeaders.Has(entry.Key))
            {
                throw new ArgumentException($"Metadata key '{entry.Key}' belongs to HTTP or to gRPC itself.", nameof(metadata));
            }

            // HTTP/2 forbids spaces at a value's ends, and gRPC lets them be stripped.
            headers.TryAddWithoutValidation(entry.Key, entry.Text?.Trim(' ') ?? BinaryHeader.Encode(entry.Bytes!));
        }

        return request;
    }
}
