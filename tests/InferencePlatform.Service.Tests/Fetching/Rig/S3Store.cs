using System.Collections;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using InferencePlatform.Service.Tests.Clients;
using InferencePlatform.Testing;

namespace InferencePlatform.Service.Tests.Fetching.Rig;

/// <summary>npm's s3rver with one bucket, <c>models</c>; tests are skipped where it cannot be had.</summary>
public sealed class S3Store : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("s3-");
    private ToolProcess? _server;

    public Uri Endpoint { get; private set; } = new("http://127.0.0.1");

    /// <summary>The credentials it accepts.</summary>
    public static Hashtable Credentials => new() { ["AWS_ACCESS_KEY_ID"] = "S3RVER", ["AWS_SECRET_ACCESS_KEY"] = "S3RVER" };

    public async ValueTask InitializeAsync()
    {
        await GeneratedClient.RequireAsync("s3", TimeSpan.FromMinutes(3));
        _server = new ToolProcess("node", "tests/clients/s3/server.js", _folder.FullName);
        Endpoint = new Uri(await _server.ListeningAsync(TimeSpan.FromSeconds(60)));
    }

    public async Task PutAsync(string key, string text)
    {
        using var client = new AmazonS3Client(
            new BasicAWSCredentials("S3RVER", "S3RVER"), new AmazonS3Config { ServiceURL = Endpoint.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        var request = new PutObjectRequest { BucketName = "models", Key = key, ContentBody = text, UseChunkEncoding = false };
        await client.PutObjectAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
