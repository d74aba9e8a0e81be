using System.Collections;
using System.Text;
using InferencePlatform.Service.Fetching;
using InferencePlatform.Service.Tests.Fetching.Rig;

namespace InferencePlatform.Service.Tests.Fetching;

/// <summary>A file of a web server that behaves, and one that says no.</summary>
public sealed class HttpFetchTests : IDisposable
{
    private readonly FetchRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_file_is_brought_in_with_a_report_beside_it()
    {
        await using var server = ScriptedServer.Of(Answers.Whole());

        var report = await _rig.FetchAsync(server.FileUri, o => o with { Sha256 = Answers.Sha256.ToUpperInvariant() });

        Assert.Equal(Answers.Body, await File.ReadAllTextAsync(_rig.Model, TestContext.Current.CancellationToken));
        Assert.Equal(["fetch.json", "model.onnx"], _rig.Files);
        Assert.Equal((server.FileUri, Answers.Sha256, 16, "\"one\""), (report.Uri, report.Sha256, report.SizeBytes, report.ETag));
        var read = FetchReport.Read(_rig.Target)!;
        Assert.Equal(report with { Files = read.Files }, read);
        Assert.Equal(report.Files, read.Files);
    }

    [Fact]
    public async Task A_file_of_no_known_length_is_brought_in()
    {
        await using var server = ScriptedServer.Of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");

        var report = await _rig.FetchAsync(server.FileUri);

        Assert.Equal(("abcde", 5), (await File.ReadAllTextAsync(_rig.Model, TestContext.Current.CancellationToken), report.SizeBytes));
    }

    [Fact]
    public async Task A_wrong_file_never_becomes_visible_and_what_was_there_stays()
    {
        Directory.CreateDirectory(_rig.Target);
        await File.WriteAllTextAsync(_rig.Model, "old", TestContext.Current.CancellationToken);
        await using var server = ScriptedServer.Of(Answers.Whole());

        var failure = await _rig.FailAsync(server.FileUri, o => o with { Sha256 = new string('0', 64) });

        Assert.Equal(FetchFailure.ChecksumMismatch, failure.Failure);
        Assert.StartsWith($"The SHA-256 of {server.FileUri} is {Answers.Sha256}; {new string('0', 64)} was asked for.", failure.Message, StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(_rig.Model, TestContext.Current.CancellationToken));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("404 Not Found", 10, "does not exist, says the server (404); correct the URI, or put the model there.")]
    [InlineData("410 Gone", 10, "does not exist, says the server (410)")]
    [InlineData("401 Unauthorized", 11, "needs credentials (401); give a token, or a username and a password, in the environment or in --credentials-dir.")]
    [InlineData("403 Forbidden", 11, "is forbidden (403); give credentials, or let anybody read it.")]
    [InlineData("405 Method Not Allowed", 15, "the server answered 405 MethodNotAllowed, which is no file; correct the URI.")]
    [InlineData("204 No Content", 15, "the server answered 204 NoContent")]
    public async Task A_refusal_is_explained_and_not_asked_again(string status, int exitCode, string words)
    {
        await using var server = ScriptedServer.Of(Answers.Status(status));

        var failure = await _rig.FailAsync(server.FileUri);

        Assert.Equal(exitCode, (int)failure.Failure);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_empty_file_is_no_model()
    {
        await using var server = ScriptedServer.Of(Answers.Whole(""));

        Assert.Contains("is empty, 0 bytes; put the model there again.", (await _rig.FailAsync(server.FileUri)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_comes_compressed_is_another_file()
    {
        await using var server = ScriptedServer.Of(Answers.Whole(headers: "Content-Encoding: gzip\r\n"));

        Assert.Contains("is sent compressed (gzip) though that was declined", (await _rig.FailAsync(server.FileUri)).Message, StringComparison.Ordinal);
        Assert.Equal("identity", server.Requests[0].Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task A_token_is_sent_as_such()
    {
        await using var server = ScriptedServer.Of(Answers.Whole());

        await _rig.FetchAsync(server.FileUri, environment: new Hashtable { ["INFERENCE_FETCH_TOKEN"] = "t0ken" });

        Assert.Equal("Bearer t0ken", server.Requests[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_username_and_a_password_come_from_a_mounted_secret_which_wins_over_the_environment()
    {
        var secret = Directory.CreateDirectory(Path.Combine(_rig.Beside, "secret")).FullName;
        await File.WriteAllTextAsync(Path.Combine(secret, "username"), "ann\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(secret, "password"), "pass:wörd\n", TestContext.Current.CancellationToken);
        await using var server = ScriptedServer.Of(Answers.Whole());

        await _rig.FetchAsync(server.FileUri, o => o with { CredentialsDir = secret }, new Hashtable { ["INFERENCE_FETCH_PASSWORD"] = "other" });

        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:pass:wörd")), server.Requests[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task Credentials_that_are_not_accepted_are_told_as_such_and_not_shown()
    {
        await using var server = ScriptedServer.Of(Answers.Status("401 Unauthorized"));

        var failure = await _rig.FailAsync(server.FileUri, environment: new Hashtable { ["INFERENCE_FETCH_TOKEN"] = "t0ken" });

        Assert.StartsWith("The server does not accept these credentials for ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_signs_an_address_is_seen_by_the_server_alone()
    {
        await using var server = ScriptedServer.Of(Answers.Status("503 Service Unavailable"), Answers.Whole());

        var report = await _rig.FetchAsync(server.FileUri + "?X-Amz-Signature=s1gn#fr4g");

        Assert.Equal("/m/model.onnx?X-Amz-Signature=s1gn", server.Requests[1].Path);
        Assert.Equal(server.FileUri + "?…", report.Uri);
        Assert.All(_rig.Log.All, line => Assert.DoesNotContain("s1gn", line, StringComparison.Ordinal));
        Assert.DoesNotContain("s1gn", await File.ReadAllTextAsync(Path.Combine(_rig.Target, "fetch.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
