using System.Net;
using InferencePlatform.Service.Fetching;
using InferencePlatform.Service.Fetching.Http;
using InferencePlatform.Service.Tests.Fetching.Rig;

namespace InferencePlatform.Service.Tests.Fetching;

/// <summary>Whoever may name a model does not get at a machine's own credentials.</summary>
public sealed class ClosedAddressTests : IDisposable
{
    private readonly FetchRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("169.254.170.2", true)]
    [InlineData("169.254.0.1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("fd00:ec2::254", true)]
    [InlineData("100.100.100.200", true)]
    [InlineData("168.63.129.16", true)]
    [InlineData("169.253.169.254", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("fd00::1", false)]
    public void An_address_that_gives_out_credentials_is_closed(string address, bool closed) =>
        Assert.Equal(closed, OpenNetwork.IsClosed(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/iam/security-credentials/node")]
    [InlineData("http://[::ffff:169.254.169.254]/latest")]
    [InlineData("http://2852039166/latest")]
    [InlineData("http://0xa9fea9fe/latest")]
    public async Task It_is_not_fetched_from_however_it_is_written(string uri)
    {
        var failure = await _rig.FailAsync(uri);

        Assert.Equal(FetchFailure.AccessDenied, failure.Failure);
        Assert.EndsWith("where clouds keep the credentials of machines; no model is fetched from there. Put the model elsewhere.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_does_not_lead_there()
    {
        await using var server = ScriptedServer.Of(Answers.Redirect("http://169.254.169.254/latest"));

        Assert.Equal(FetchFailure.AccessDenied, (await _rig.FailAsync(server.FileUri)).Failure);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_store_is_not_looked_for_there()
    {
        var failure = await _rig.FailAsync(
            "s3://latest/meta-data", o => o with { S3Endpoint = new Uri("http://169.254.169.254"), S3PathStyle = true, S3Anonymous = true });

        Assert.Equal(FetchFailure.AccessDenied, failure.Failure);
    }
}
