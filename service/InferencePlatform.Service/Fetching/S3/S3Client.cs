using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using InferencePlatform.Service.Fetching.Http;

namespace InferencePlatform.Service.Fetching.S3;

/// <summary>Makes Amazon's client with our own HTTP client, retries and times, and nothing from files of its own.</summary>
internal static class S3Client
{
    /// <summary>Where the store is, for people.</summary>
    public static Uri AddressOf(FetchOptions options) => options.S3Endpoint ?? new Uri($"https://s3.{options.S3Region}.amazonaws.com");

    public static IAmazonS3 Create(FetchOptions options, FetchCredentials credentials)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.S3PathStyle,
            AuthenticationRegion = options.S3Region,

            // What is tried again, and what is checked, is ours: by file, with resumption and SHA-256.
            MaxErrorRetry = 0,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            HttpClientFactory = new Factory(options),
        };
        if (options.S3Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.S3Region);
        }

        return new AmazonS3Client(Credentials(options, credentials), config);
    }

    private static AWSCredentials Credentials(FetchOptions options, FetchCredentials credentials) =>
        options.S3Anonymous ? new AnonymousAWSCredentials()
        : credentials.SessionToken is { } token ? new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, token)
        : new BasicAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey);

    private sealed class Factory(FetchOptions options) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => FetchHttpClient.Create(options.CaFile, options.StallTimeout);

        // One client for one fetch; a shared one would outlive it.
        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;
    }
}
