using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace InferencePlatform.Service.Fetching.S3;

/// <summary>
/// An object of an S3-compatible store, or all objects under a prefix. The only place, with its neighbours, that touches
/// Amazon's client: a server that serves never loads it.
/// </summary>
/// <param name="uri">The object or prefix.</param>
/// <param name="store">Where it is, for messages.</param>
/// <param name="client">Owned: disposed of with the source.</param>
internal sealed class S3Source(ModelUri.S3Object uri, Uri store, IAmazonS3 client) : IFetchSource
{
    public async Task<IReadOnlyList<SourceFile>> ListAsync(CancellationToken cancellationToken)
    {
        if (!uri.IsPrefix)
        {
            return [new SourceFile(RelativeName.ModelFile, uri.Key, null)];
        }

        var files = new List<SourceFile>();
        var request = new ListObjectsV2Request { BucketName = uri.Bucket, Prefix = uri.Key };
        do
        {
            var page = await AskAsync(() => client.ListObjectsV2Async(request, cancellationToken));

            // Consoles mark folders with an empty object whose key ends in a slash.
            files.AddRange((page.S3Objects ?? []).Where(o => !o.Key.EndsWith('/')).Select(o => new SourceFile(o.Key[uri.Key.Length..], o.Key, o.Size)));
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null && files.Count <= RelativeName.MaxFiles);
        return files;
    }

    public async Task<SourceContent> OpenAsync(SourceFile file, long offset, string? etag, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = uri.Bucket, Key = file.Location, EtagToMatch = offset > 0 ? etag : null };
        if (file.Length != 0)
        {
            // Without a range Amazon's client takes the ETag for an MD5 and fails on stores whose ETags are none.
            request.ByteRange = new ByteRange(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"bytes={offset}-"));
        }

        try
        {
            return Read(await client.GetObjectAsync(request, cancellationToken));
        }
        catch (AmazonS3Exception e) when (request.ByteRange is not null && e.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // Another object has its key now: it is read from its beginning. One that is empty has no range at all.
            return await OpenAsync(offset > 0 ? file : file with { Length = 0 }, 0, null, cancellationToken);
        }
        catch (Exception e) when (S3Failures.Explain(e, uri, store) is { } explained)
        {
            throw explained;
        }
    }

    public void Dispose() => client.Dispose();

    private static SourceContent Read(GetObjectResponse response)
    {
        var etag = string.IsNullOrEmpty(response.ETag) ? null : response.ETag;
        return System.Net.Http.Headers.ContentRangeHeaderValue.TryParse(response.ContentRange, out var range) && range.From is { } from
            ? new SourceContent(response.ResponseStream, from, range.Length ?? from + response.ContentLength, etag, response)
            : new SourceContent(response.ResponseStream, 0, response.ContentLength, etag, response);
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (S3Failures.Explain(e, uri, store) is { } explained)
        {
            throw explained;
        }
    }
}
