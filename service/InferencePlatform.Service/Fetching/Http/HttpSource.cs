using System.Net;
using System.Net.Http.Headers;

namespace InferencePlatform.Service.Fetching.Http;

/// <summary>A file on a web server.</summary>
/// <param name="uri">The file.</param>
/// <param name="client">Owned: disposed of with the source.</param>
/// <param name="authorization">Sent to the file's own host and no other; null sends nothing.</param>
internal sealed class HttpSource(ModelUri.Web uri, HttpClient client, AuthenticationHeaderValue? authorization) : IFetchSource
{
    public Task<IReadOnlyList<SourceFile>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SourceFile>>([new SourceFile(RelativeName.ModelFile, uri.Text, null)]);

    public async Task<SourceContent> OpenAsync(SourceFile file, long offset, string? etag, CancellationToken cancellationToken)
    {
        var response = await SendAsync(offset, etag, cancellationToken);
        try
        {
            if (IsUnusablePart(response, offset, etag))
            {
                // The file has changed, or is shorter now: it is read from its beginning.
                response.Dispose();
                response = await SendAsync(0, null, cancellationToken);
            }

            return await ReadAsync(response, cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(long offset, string? etag, CancellationToken cancellationToken)
    {
        var redirects = new Redirects(uri.Address);
        var credentials = authorization;
        while (true)
        {
            using var request = Request(redirects.Current, offset, etag, credentials);
            var response = await SendAsync(request, cancellationToken);
            if (!Redirects.IsRedirect(response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                credentials = redirects.Follow(response.Headers.Location) ? credentials : null;
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw HttpFailures.Explain(e, request.RequestUri!);
        }
    }

    private static HttpRequestMessage Request(Uri address, long offset, string? etag, AuthenticationHeaderValue? credentials)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = credentials;
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue(etag!));
        }

        return request;
    }

    private static bool IsUnusablePart(HttpResponseMessage response, long offset, string? etag) => response.StatusCode switch
    {
        HttpStatusCode.RequestedRangeNotSatisfiable => offset > 0,
        HttpStatusCode.PartialContent => offset == 0
            || response.Content.Headers.ContentRange?.From != offset
            || (response.Headers.ETag is { } tag && tag.Tag != etag),
        _ => false,
    };

    private async Task<SourceContent> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var address = response.RequestMessage!.RequestUri!;
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            throw HttpFailures.Explain(response, address, authorization is not null);
        }

        var headers = response.Content.Headers;
        if (headers.ContentEncoding.Any(e => e != "identity"))
        {
            throw new FetchException(FetchFailure.BadAnswer, $"{Redacted.Address(address.AbsoluteUri)} is sent compressed ({string.Join(", ", headers.ContentEncoding)}) though that was declined; let the server send the file as it is.");
        }

        // Only a strong tag says that the bytes are the same.
        var etag = response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null;
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return response.StatusCode == HttpStatusCode.PartialContent && headers.ContentRange is { From: { } from } range
            ? new SourceContent(body, from, range.Length ?? from + headers.ContentLength, etag, response)
            : new SourceContent(body, 0, headers.ContentLength, etag, response);
    }
}
