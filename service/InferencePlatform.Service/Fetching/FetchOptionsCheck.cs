using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InferencePlatform.Service.Fetching;

/// <summary>What is wrong with settings of a fetch that are each good alone.</summary>
internal static class FetchOptionsCheck
{
    private static readonly string[] OnlyOfS3 = ["s3-endpoint", "s3-region", "s3-path-style", "s3-anonymous"];

    /// <param name="options">The settings.</param>
    /// <param name="sources">Where each setting that was given comes from, by its name.</param>
    public static IEnumerable<string> FindProblems(FetchOptions options, IReadOnlyDictionary<string, string> sources) =>
        [.. Uri(options, sources), .. Target(options), .. CaFile(options, sources)];

    /// <summary>What is wrong with the credentials for this source.</summary>
    public static IEnumerable<string> FindProblems(FetchOptions options, ModelUri? uri, FetchCredentials credentials)
    {
        foreach (var problem in credentials.Problems)
        {
            yield return problem;
        }

        if (uri is ModelUri.S3Object && !options.S3Anonymous && (credentials.AccessKeyId is null || credentials.SecretAccessKey is null))
        {
            yield return "An s3 source needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as variables or as files in --credentials-dir; or say --s3-anonymous for a bucket that anybody may read.";
        }

        if (uri is ModelUri.Web && credentials is { Token: not null, Username: not null })
        {
            yield return "A token and a username are both given; give one of them.";
        }

        if (uri is ModelUri.Web && credentials.Username is null != credentials.Password is null)
        {
            yield return "A username and a password belong together; one of them is missing.";
        }
    }

    private static IEnumerable<string> Uri(FetchOptions options, IReadOnlyDictionary<string, string> sources)
    {
        if (options.Uri is null)
        {
            yield return $"There is nothing to fetch: give --uri, such as {ModelUri.Examples}.";
            yield break;
        }

        if (!ModelUri.TryParse(options.Uri, out var uri, out var problem))
        {
            yield return $"{sources["uri"]}: {problem}";
            yield break;
        }

        if (Redacted.HasUser(options.Uri))
        {
            yield return $"{sources["uri"]}: {uri.Text} has a user in it; credentials belong in the environment or in --credentials-dir, where no list of processes shows them.";
        }

        if (options.Link && uri is not ModelUri.Local)
        {
            yield return $"{sources["link"]} is about files of this machine, and {uri.Text} is elsewhere; leave it out.";
        }

        foreach (var name in uri is ModelUri.S3Object ? [] : OnlyOfS3.Where(sources.ContainsKey))
        {
            yield return $"{sources[name]} is about s3, and {uri.Text} is elsewhere; leave it out.";
        }
    }

    private static IEnumerable<string> Target(FetchOptions options)
    {
        if (options.Target is null)
        {
            yield return "There is nowhere to bring it to: give a folder with --target.";
        }
        else if (File.Exists(options.Target))
        {
            yield return $"--target: {Path.GetFullPath(options.Target)} is a file; it must be a folder.";
        }
    }

    private static IEnumerable<string> CaFile(FetchOptions options, IReadOnlyDictionary<string, string> sources)
    {
        if (options.CaFile is null)
        {
            yield break;
        }

        var found = new X509Certificate2Collection();
        string? problem = null;
        try
        {
            found.ImportFromPemFile(options.CaFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            problem = e.Message;
        }

        if (found.Count == 0)
        {
            yield return $"{sources["ca-file"]}: no certificate can be read from {options.CaFile}{(problem is null ? "; it must have PEM text, BEGIN CERTIFICATE" : $": {problem}")}.";
        }
    }
}
