using System.Net.Http.Headers;
using System.Text;
using InferencePlatform.Service.Fetching.Http;
using InferencePlatform.Service.Fetching.Local;
using InferencePlatform.Service.Fetching.S3;

namespace InferencePlatform.Service.Fetching;

/// <summary>Finds the source of a URI.</summary>
internal static class FetchSources
{
    public static IFetchSource Open(FetchOptions options, ModelUri uri, FetchCredentials credentials) => uri switch
    {
        ModelUri.Web web => new HttpSource(web, FetchHttpClient.Create(options.CaFile, options.StallTimeout), Authorization(credentials)),
        ModelUri.S3Object s3 => new S3Source(s3, S3Client.AddressOf(options), S3Client.Create(options, credentials)),
        ModelUri.Local local => new LocalSource(local),
        _ => throw new ArgumentException($"There is no source of {uri.Text}.", nameof(uri)),
    };

    private static AuthenticationHeaderValue? Authorization(FetchCredentials credentials) => credentials switch
    {
        { Token: { } token } => new AuthenticationHeaderValue("Bearer", token),
        { Username: { } user, Password: { } password } => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))),
        _ => null,
    };
}
