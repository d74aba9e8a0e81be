using System.Text;
using InferencePlatform.Service.Fetching;
using InferencePlatform.Service.Tests.Fetching.Rig;

namespace InferencePlatform.Service.Tests.Fetching;

/// <summary>Stores that break off, change their objects, or name them to lead astray.</summary>
public sealed class BadS3Tests : IDisposable
{
    private const string Uri = "s3://models/digits.onnx";

    private readonly FetchRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_object_that_breaks_off_goes_on_where_it_broke_if_it_is_the_same()
    {
        await using var store = ScriptedServer.Of(Answers.Announced(16, Answers.Body[..5]), Answers.Part(5));

        await FetchAsync(store, Uri);

        Assert.Equal("/models/digits.onnx", store.Requests[0].Path);
        Assert.Equal((5, "\"one\""), (store.Requests[1].From, store.Requests[1].Headers["If-Match"]));
    }

    [Theory]
    [InlineData("412 Precondition Failed", "PreconditionFailed")]
    [InlineData("416 Requested Range Not Satisfiable", "InvalidRange")]
    public async Task An_object_that_changed_meanwhile_is_read_from_its_beginning(string status, string code)
    {
        await using var store = ScriptedServer.Of(Answers.Announced(20, "another object"), Error(status, code), Answers.Whole(headers: "ETag: \"two\"\r\n"));

        Assert.Equal("\"two\"", (await FetchAsync(store, Uri)).ETag);
        Assert.Equal(0, store.Requests[2].From);
    }

    [Fact]
    public async Task An_empty_object_which_has_no_range_is_no_model()
    {
        await using var store = ScriptedServer.Of(Error("416 Requested Range Not Satisfiable", "InvalidRange"), Answers.Whole("", "ETag: \"d41d8cd98f00b204e9800998ecf8427e\"\r\n"));

        Assert.Equal($"{Uri} is empty, 0 bytes; put the model there again.", (await _rig.FailAsync(Uri, o => Anonymous(o, store))).Message);
    }

    [Theory]
    [InlineData("503 Slow Down", "SlowDown")]
    [InlineData("500 Internal Server Error", "InternalError")]
    public async Task A_store_that_fails_for_a_while_is_asked_again(string status, string code)
    {
        await using var store = ScriptedServer.Of(Error(status, code), Error(status, code), Answers.Whole());

        await FetchAsync(store, Uri);

        Assert.Equal(3, store.Requests.Count);
    }

    [Theory]
    [InlineData("403 Forbidden", "AccessDenied", 11, "access denied (403); let these credentials read the object (s3:GetObject), and for a prefix list it too (s3:ListBucket).")]
    [InlineData("403 Forbidden", "SignatureDoesNotMatch", 11, "the store does not accept the signature: AWS_SECRET_ACCESS_KEY is not the one of AWS_ACCESS_KEY_ID.")]
    [InlineData("400 Bad Request", "ExpiredToken", 11, "AWS_SESSION_TOKEN has expired or is wrong; renew the credentials.")]
    [InlineData("403 Forbidden", "RequestTimeTooSkewed", 11, "this machine's clock and the store's differ too much; set it right.")]
    [InlineData("400 Bad Request", "AuthorizationHeaderMalformed", 15, "the bucket is in another region: Said by the store. Set --s3-region.")]
    [InlineData("418 Teapot", "Teapot", 15, "the store answered 418 Teapot: Said by the store.")]
    public async Task A_refusal_is_explained_and_not_asked_again(string status, string code, int exitCode, string words)
    {
        await using var store = ScriptedServer.Of(Error(status, code));

        var failure = await _rig.FailAsync(Uri, o => Anonymous(o, store));

        Assert.Equal(exitCode, (int)failure.Failure);
        Assert.StartsWith($"{Uri}: {words}", failure.Message, StringComparison.Ordinal);
        Assert.Single(store.Requests);
    }

    [Fact]
    public async Task A_bucket_that_anybody_may_read_is_asked_without_a_signature()
    {
        await using var store = ScriptedServer.Of(Answers.Whole());

        await FetchAsync(store, Uri);

        Assert.False(store.Requests[0].Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_session_token_a_region_and_a_secret_folder_are_used()
    {
        var secret = Directory.CreateDirectory(Path.Combine(_rig.Beside, "secret")).FullName;
        foreach (var (name, value) in new[] { ("AWS_ACCESS_KEY_ID", "ID1"), ("AWS_SECRET_ACCESS_KEY", "s3cret"), ("AWS_SESSION_TOKEN", "t0ken") })
        {
            await File.WriteAllTextAsync(Path.Combine(secret, name), value + "\n", TestContext.Current.CancellationToken);
        }

        await using var store = ScriptedServer.Of(Answers.Whole());

        await _rig.FetchAsync(Uri, o => Anonymous(o, store) with { S3Anonymous = false, CredentialsDir = secret, S3Region = "eu-central-1" });

        Assert.Equal("t0ken", store.Requests[0].Headers["X-Amz-Security-Token"]);
        Assert.Matches("Credential=ID1/[0-9]+/eu-central-1/s3/aws4_request", store.Requests[0].Headers["Authorization"]);
        Assert.DoesNotContain(_rig.Log.All, l => l.Contains("s3cret", StringComparison.Ordinal) || l.Contains("t0ken", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../../etc/cron.d/evil")]
    [InlineData("/etc/evil")]
    [InlineData("a/../../evil")]
    [InlineData("fetch.json")]
    public async Task A_key_that_leads_out_of_the_target_is_refused(string key)
    {
        await using var store = ScriptedServer.Of(Listing("model.onnx", key));

        var failure = await _rig.FailAsync("s3://models/digits/", o => Anonymous(o, store));

        Assert.Equal(FetchFailure.BadAnswer, failure.Failure);
        Assert.Contains($"has a file named '{key}', which is not fetched", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_without_end_is_left_after_a_thousand_objects()
    {
        await using var store = ScriptedServer.Of(Listing([.. Enumerable.Range(0, 600).Select(i => $"part-{i}")]));

        var failure = await _rig.FailAsync("s3://models/digits/", o => Anonymous(o, store));

        Assert.Equal(FetchFailure.OverLimit, failure.Failure);
        Assert.Equal(2, store.Requests.Count);
        Assert.Contains("continuation-token=more", store.Requests[1].Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_told_with_its_address()
    {
        var store = ScriptedServer.Of(Answers.Whole());
        await store.DisposeAsync();

        var failure = await _rig.FailAsync(Uri, o => Anonymous(o, store));

        Assert.StartsWith($"http://{store.Address.Authority}: no connection: Connection refused.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_stalls_is_given_up_and_asked_again()
    {
        await using var store = new ScriptedServer(async (request, stream, stop) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request.Number == 1 ? Answers.Announced(16, "01234") : Answers.Part(5)), stop);
            await Task.Delay(request.Number == 1 ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, stop);
        });

        await _rig.FetchAsync(Uri, o => Anonymous(o, store) with { StallTimeout = TimeSpan.FromMilliseconds(300), Sha256 = Answers.Sha256 });

        Assert.Equal(2, store.Requests.Count);
    }

    private Task<FetchReport> FetchAsync(ScriptedServer store, string uri) =>
        _rig.FetchAsync(uri, o => Anonymous(o, store) with { Sha256 = Answers.Sha256 });

    private static FetchOptions Anonymous(FetchOptions options, ScriptedServer store) =>
        options with { S3Endpoint = store.Address, S3PathStyle = true, S3Anonymous = true };

    private static string Error(string status, string code)
    {
        var body = $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>Said by the store.</Message><RequestId>1</RequestId></Error>";
        return $"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\n\r\n{body}";
    }

    private static string Listing(params IReadOnlyList<string> names)
    {
        var more = names.Count > 100 ? "<IsTruncated>true</IsTruncated><NextContinuationToken>more</NextContinuationToken>" : "<IsTruncated>false</IsTruncated>";
        var objects = string.Concat(names.Select(n => $"<Contents><Key>digits/{n}</Key><Size>1</Size><ETag>&quot;e&quot;</ETag></Contents>"));
        return Answers.Whole($"<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>models</Name>{more}{objects}</ListBucketResult>", "Content-Type: application/xml\r\n");
    }
}
