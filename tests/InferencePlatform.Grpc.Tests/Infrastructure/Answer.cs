using System.Net;
using Google.Protobuf.WellKnownTypes;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Tests.Infrastructure;

/// <summary>What came back for a call.</summary>
internal sealed class Answer(HttpResponseMessage response, byte[] body)
{
    public HttpStatusCode Http { get; } = response.StatusCode;

    public byte[] Body { get; } = body;

    public StatusCode Status { get; } = (StatusCode)int.Parse(Find(response, "grpc-status").Single(), provider: null);

    public string Detail { get; } = PercentEncoding.Decode(Find(response, "grpc-message").SingleOrDefault() ?? "");

    /// <summary>Whether the status came in the headers, with nothing after them.</summary>
    public bool IsTrailersOnly { get; } = response.Headers.Contains("grpc-status");

    /// <summary>The one message of the answer, a string.</summary>
    public string Text
    {
        get
        {
            Assert.Equal(StatusCode.OK, Status);
            return StringValue.Parser.ParseFrom(Assert.Single(Frames.Split(Body))).Value;
        }
    }

    public IEnumerable<string> Header(string name) =>
        Values(response.Headers, name).Concat(Values(response.Content.Headers, name));

    public IEnumerable<string> Trailer(string name) => Values(response.TrailingHeaders, name);

    private static IEnumerable<string> Find(HttpResponseMessage response, string name) =>
        Values(response.Headers, name).Concat(Values(response.TrailingHeaders, name));

    private static string[] Values(System.Net.Http.Headers.HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? [.. values] : [];
}
