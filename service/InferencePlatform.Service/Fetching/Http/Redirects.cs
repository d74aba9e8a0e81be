using System.Net;

namespace InferencePlatform.Service.Fetching.Http;

/// <summary>Follows a server's redirects, a few, and never from https to what others can read.</summary>
internal sealed class Redirects(Uri start)
{
    private const int Max = 10;

    private readonly string _start = Redacted.Address(start.AbsoluteUri);
    private int _followed;

    public Uri Current { get; private set; } = start;

    public static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <returns>Whether it leads to the same scheme, host and port, which alone may see the credentials.</returns>
    /// <exception cref="FetchException">It is not to be followed.</exception>
    public bool Follow(Uri? location)
    {
        var from = Redacted.Address(Current.AbsoluteUri);
        if (location is null)
        {
            throw new FetchException(FetchFailure.BadAnswer, $"{from} redirects, and does not say where to; name the file's own address.");
        }

        if (++_followed > Max)
        {
            throw new FetchException(FetchFailure.OverLimit, $"{_start} redirects more than {Max} times, most likely in a circle; name the file's own address.");
        }

        var next = new Uri(Current, location);
        var to = Redacted.Address(next.AbsoluteUri);
        if (next.Scheme != Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttp)
        {
            throw new FetchException(FetchFailure.BadAnswer, $"{from} redirects to {to}, which is neither https nor http; it is not followed. Name the file's own address.");
        }

        if (Current.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps)
        {
            throw new FetchException(FetchFailure.BadAnswer, $"{from} redirects to {to}, from https to http; it is not followed, because others could change the file on its way. Have the server redirect to https.");
        }

        var isSame = Uri.Compare(Current, next, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
        Current = next;
        return isSame;
    }
}
