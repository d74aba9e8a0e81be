using System.Collections;
using InferencePlatform.Service.Fetching;
using InferencePlatform.Service.Fetching.Http;
using InferencePlatform.Service.Tests.Fetching.Rig;

namespace InferencePlatform.Service.Tests.Fetching;

public sealed class RedirectTests : IDisposable
{
    private static readonly Hashtable Token = new() { ["INFERENCE_FETCH_TOKEN"] = "t0ken" };

    private readonly FetchRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task A_redirect_is_followed_with_the_credentials_to_the_same_host(string status)
    {
        await using var server = ScriptedServer.Of(Answers.Redirect("../elsewhere?signed=1", status), Answers.Whole());

        await _rig.FetchAsync(server.FileUri, environment: Token);

        Assert.Equal("/elsewhere?signed=1", server.Requests[1].Path);
        Assert.Equal("Bearer t0ken", server.Requests[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task Another_host_never_sees_the_credentials_nor_does_the_first_one_behind_it()
    {
        ScriptedServer? first = null;
        await using var other = new ScriptedServer((_, stream, stop) => stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(Answers.Redirect(first!.Address + "back")), stop).AsTask());
        await using var server = first = ScriptedServer.Of(Answers.Redirect(other.FileUri), Answers.Whole());

        await _rig.FetchAsync(server.FileUri, environment: Token);

        Assert.True(server.Requests[0].Headers.ContainsKey("Authorization"));
        Assert.False(other.Requests[0].Headers.ContainsKey("Authorization"));
        Assert.False(server.Requests[1].Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_circle_is_left_after_ten()
    {
        await using var server = ScriptedServer.Of(Answers.Redirect("/round"));

        var failure = await _rig.FailAsync(server.FileUri);

        Assert.Equal(FetchFailure.OverLimit, failure.Failure);
        Assert.Equal($"{server.FileUri} redirects more than 10 times, most likely in a circle; name the file's own address.", failure.Message);
        Assert.Equal(11, server.Requests.Count);
    }

    [Fact]
    public async Task A_resumed_file_is_followed_again_with_its_range()
    {
        await using var server = ScriptedServer.Of(
            Answers.Redirect("/real"), Answers.Announced(16, Answers.Body[..5]), Answers.Redirect("/real"), Answers.Part(5));

        await _rig.FetchAsync(server.FileUri, o => o with { Sha256 = Answers.Sha256 });

        Assert.Equal(5, server.Requests[3].From);
    }

    [Fact]
    public void From_https_it_does_not_lead_to_http()
    {
        var redirects = new Redirects(new Uri("https://models.example/a?sig=1"));

        var failure = Assert.Throws<FetchException>(() => redirects.Follow(new Uri("http://models.example/a?sig=1")));

        Assert.Equal("https://models.example/a?… redirects to http://models.example/a?…, from https to http; it is not followed, because others could change the file on its way. Have the server redirect to https.", failure.Message);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://h/x")]
    public void It_leads_nowhere_but_to_the_web(string location)
    {
        var redirects = new Redirects(new Uri("http://models.example/a"));

        Assert.Contains("neither https nor http", Assert.Throws<FetchException>(() => redirects.Follow(new Uri(location))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_leads_nowhere_is_told()
    {
        var redirects = new Redirects(new Uri("http://models.example/a"));

        Assert.Contains("does not say where to", Assert.Throws<FetchException>(() => redirects.Follow(null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://h/a", "https://h/b", true)]
    [InlineData("https://h/a", "https://H:443/b", true)]
    [InlineData("https://h/a", "https://h:444/b", false)]
    [InlineData("http://h/a", "https://h/a", false)]
    [InlineData("https://h/a", "https://h.evil/a", false)]
    public void The_same_host_is_the_same_scheme_name_and_port(string from, string to, bool same) =>
        Assert.Equal(same, new Redirects(new Uri(from)).Follow(new Uri(to)));
}
