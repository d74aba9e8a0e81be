using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace InferencePlatform.TestCluster.Client;

/// <summary>What the API answered.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="ContentType">The media type with its parameters.</param>
/// <param name="Warnings">The texts of its Warning headers.</param>
/// <param name="Body">All that came.</param>
public sealed record ApiResponse(HttpStatusCode Code, string ContentType, IReadOnlyList<string> Warnings, string Body)
{
    public JsonObject Json => Client.Json.Of(Body);

    /// <summary>The body, after asserting that the call succeeded.</summary>
    public JsonObject Succeeded()
    {
        Assert.True((int)Code is >= 200 and < 300, $"HTTP {(int)Code}: {Body}");
        return Json;
    }

    /// <summary>The <c>Status</c> object, after asserting that the call failed with that code and reason.</summary>
    public JsonObject Failed(HttpStatusCode code, string reason)
    {
        Assert.True(Code == code, $"HTTP {(int)Code} where {(int)code} {reason} was expected: {Body}");
        var status = Json;
        Assert.Equal("Status", status.Text("kind"));
        Assert.Equal("v1", status.Text("apiVersion"));
        Assert.Equal("Failure", status.Text("status"));
        Assert.Equal(reason, status.Text("reason"));
        Assert.Equal(((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture), status.Text("code"));
        return status;
    }
}
