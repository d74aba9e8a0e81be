using System.Collections;
using InferencePlatform.Service.Fetching;
using InferencePlatform.Service.Tests.Fetching.Rig;

namespace InferencePlatform.Service.Tests.Fetching;

/// <summary>Objects of a real S3-compatible store.</summary>
public sealed class S3FetchTests(S3Store store) : IClassFixture<S3Store>, IDisposable
{
    private readonly FetchRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_object_is_brought_in()
    {
        await store.PutAsync("digits/3/a model+1%.onnx", Answers.Body);

        var report = await FetchAsync("s3://models/digits/3/a model+1%.onnx", o => o with { Sha256 = Answers.Sha256 });

        Assert.Equal(Answers.Body, await File.ReadAllTextAsync(_rig.Model, TestContext.Current.CancellationToken));
        Assert.Equal(("s3://models/digits/3/a model+1%.onnx", 16), (report.Uri, report.SizeBytes));
        Assert.NotNull(report.ETag);
    }

    [Fact]
    public async Task All_objects_under_a_prefix_are_brought_in_with_their_names()
    {
        await store.PutAsync("big/model.onnx", Answers.Body);
        await store.PutAsync("big/model.onnx.data", "weights");
        await store.PutAsync("big/parts/1", "one");
        await store.PutAsync("big/parts/2", "");
        await store.PutAsync("bigger/model.onnx", "another model");

        await FetchAsync("s3://models/big/", o => o with { Sha256 = Answers.Sha256 });

        Assert.Equal(["fetch.json", "model.onnx", "model.onnx.data", "parts/1", "parts/2"], _rig.Files);
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(_rig.Target, "parts/1"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_wrong_object_brings_nothing_of_its_prefix()
    {
        await store.PutAsync("wrong/model.onnx", Answers.Body);
        await store.PutAsync("wrong/model.onnx.data", "weights");

        Assert.Equal(FetchFailure.ChecksumMismatch, (await FailAsync("s3://models/wrong/", o => o with { Sha256 = new string('0', 64) })).Failure);
    }

    [Fact]
    public async Task A_prefix_over_the_limit_is_refused_before_anything_is_read()
    {
        await store.PutAsync("limit/model.onnx", "0123456789");
        await store.PutAsync("limit/model.onnx.data", "0123456789");

        Assert.Equal("s3://models/limit/ has 20 bytes, and --max-size allows 19; raise it if that is the right model.", (await FailAsync("s3://models/limit/", o => o with { MaxSize = 19 })).Message);
    }

    [Fact]
    public async Task A_prefix_without_a_model_says_what_it_has()
    {
        await store.PutAsync("none/net.onnx", "m");

        Assert.Equal("s3://models/none/ has no model.onnx; it has net.onnx. Name the one file in the URI, or rename it there.", (await FailAsync("s3://models/none/")).Message);
        Assert.Equal("s3://models/nowhere/ has no files; put the model there as model.onnx, or correct the URI.", (await FailAsync("s3://models/nowhere/")).Message);
    }

    [Theory]
    [InlineData("s3://models/missing.onnx", "S3RVER", 10, "s3://models/missing.onnx: there is no such object in the bucket; correct the URI, or put the model there. A folder's URI ends in /.")]
    [InlineData("s3://nobucket/model.onnx", "S3RVER", 10, "s3://nobucket/model.onnx: there is no bucket 'nobucket'; correct the URI, or --s3-endpoint.")]
    [InlineData("s3://models/a.onnx", "nobody", 11, "s3://models/a.onnx: the store does not know AWS_ACCESS_KEY_ID; renew the credentials.")]
    public async Task A_refusal_is_explained(string uri, string id, int exitCode, string message)
    {
        await store.PutAsync("a.onnx", Answers.Body);

        var failure = await _rig.FailAsync(uri, Here, new Hashtable { ["AWS_ACCESS_KEY_ID"] = id, ["AWS_SECRET_ACCESS_KEY"] = "S3RVER" });

        Assert.Equal((exitCode, message), ((int)failure.Failure, failure.Message));
    }

    private Task<FetchReport> FetchAsync(string uri, Func<FetchOptions, FetchOptions> configure) =>
        _rig.FetchAsync(uri, o => configure(Here(o)), S3Store.Credentials);

    private Task<FetchException> FailAsync(string uri, Func<FetchOptions, FetchOptions>? configure = null) =>
        _rig.FailAsync(uri, o => configure?.Invoke(Here(o)) ?? Here(o), S3Store.Credentials);

    private FetchOptions Here(FetchOptions options) => options with { S3Endpoint = store.Endpoint, S3PathStyle = true };
}
