using InferencePlatform.Service.Fetching;

namespace InferencePlatform.Service.Tests.Fetching;

/// <summary>What can be fetched, what people may see of an address, and which names are safe.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("https://host/model.onnx")]
    [InlineData("http://host:8080/a/b.onnx?x=1")]
    [InlineData("s3://bucket/model.onnx")]
    [InlineData("s3://bucket/a folder/50%/model v2.onnx")]
    [InlineData("s3://bucket/digits/3/")]
    [InlineData("file:///srv/model.onnx")]
    [InlineData("file:///srv/models/digits/")]
    public void What_can_be_fetched(string text) => Assert.True(ModelUri.TryParse(text, out _, out _));

    [Theory]
    [InlineData("")]
    [InlineData("model.onnx")]
    [InlineData("ftp://host/model.onnx")]
    [InlineData("https://")]
    [InlineData("s3://bucket")]
    [InlineData("s3://bucket/")]
    [InlineData("s3:///key")]
    [InlineData("file://host/model.onnx")]
    [InlineData("file:///")]
    public void What_cannot_be_fetched(string text)
    {
        Assert.False(ModelUri.TryParse(text, out _, out var problem));

        Assert.Equal($"'{text}' cannot be fetched; it must be a URI such as https://host/model.onnx, s3://bucket/key or file:///folder/model.onnx.", problem);
    }

    [Fact]
    public void The_web_knows_no_folders()
    {
        Assert.False(ModelUri.TryParse("https://host/models/", out _, out var problem));

        Assert.Equal("'https://host/models/' cannot be fetched; it must be one file: http and https know no folders.", problem);
    }

    [Fact]
    public void An_objects_key_is_taken_as_it_stands()
    {
        Assert.True(ModelUri.TryParse("s3://bucket/a%20b/c+d?e#f", out var uri, out _));

        Assert.Equal(("bucket", "a%20b/c+d?e#f"), uri is ModelUri.S3Object s3 ? (s3.Bucket, s3.Key) : default);
    }

    [Theory]
    [InlineData("https://host/a/b.onnx", "https://host/a/b.onnx")]
    [InlineData("https://host/pkg@1.0/b.onnx", "https://host/pkg@1.0/b.onnx")]
    [InlineData("https://host/b.onnx?X-Amz-Signature=abc", "https://host/b.onnx?…")]
    [InlineData("https://host/b.onnx#abc", "https://host/b.onnx?…")]
    [InlineData("https://user:secret@host/b.onnx", "https://…@host/b.onnx")]
    [InlineData("https://user:se/cr@et@ho st/b.onnx?q", "https://…@ho st/b.onnx?…")]
    [InlineData("s3://user:secret@bucket/key", "s3://…@bucket/key")]
    [InlineData("s3://bucket/a@b?c", "s3://bucket/a@b?c")]
    [InlineData("./models", "./models")]
    public void People_see_no_secrets(string text, string shown) => Assert.Equal(shown, Redacted.Address(text));

    [Theory]
    [InlineData("model.onnx", true)]
    [InlineData("a/b c/model.onnx.data", true)]
    [InlineData("", false)]
    [InlineData("..", false)]
    [InlineData("../model.onnx", false)]
    [InlineData("a/../../model.onnx", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("a//b", false)]
    [InlineData("a/", false)]
    [InlineData("./a", false)]
    [InlineData(".hidden", false)]
    [InlineData("a/.hidden", false)]
    [InlineData("a\\..\\b", false)]
    [InlineData("a\nb", false)]
    [InlineData("fetch.json", false)]
    [InlineData("a/fetch.json", true)]
    public void Names_that_lead_out_of_the_target_are_not_safe(string name, bool safe) => Assert.Equal(safe, RelativeName.IsSafe(name));

    [Fact]
    public void Names_have_an_end()
    {
        Assert.True(RelativeName.IsSafe(new string('a', 200)));
        Assert.False(RelativeName.IsSafe(new string('a', 201)));
        Assert.False(RelativeName.IsSafe(string.Join('/', Enumerable.Repeat("abc", 200))));
    }
}
