using System.Buffers;
using System.Globalization;
using InferencePlatform.Grpc.Http2.Hpack;

namespace InferencePlatform.Grpc.Http2;

/// <summary>
/// The headers of one request, checked as RFC 9113, 8.2 and 8.3 ask. Used again from request to request. What is
/// malformed is remembered, not thrown: the rest of the block has to be decoded for the sake of later ones.
/// </summary>
internal sealed class RequestHead
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> ForbiddenInValues = SearchValues.Create("\0\r\n");

    private readonly List<(string Name, string Value)> _headers = [];
    private bool _trailers;
    private int _size;

    public string Method { get; private set; } = "";

    public string Path { get; private set; } = "";

    /// <summary>The length announced for the body; -1 where none is.</summary>
    public long ContentLength { get; private set; }

    /// <summary>Whether the headers are over a limit; what is over it is not here.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>What is wrong with the headers, or null.</summary>
    public string? Problem { get; private set; }

    private string Scheme { get; set; } = "";

    private string? Authority { get; set; }

    /// <summary>Headers in order, without those that begin with a colon.</summary>
    public List<(string Name, string Value)> Headers => _headers;

    /// <param name="trailers">Whether what follows are trailers, which have no method and no path.</param>
    public void Reset(bool trailers)
    {
        _headers.Clear();
        _trailers = trailers;
        _size = 0;
        Method = Path = Scheme = "";
        Authority = null;
        ContentLength = -1;
        IsTooLarge = false;
        Problem = null;
    }

    /// <summary>The values of a header, joined by commas; null where it did not come.</summary>
    public string? Find(string name)
    {
        string? found = null;
        foreach (var (key, value) in _headers)
        {
            if (key == name)
            {
                found = found is null ? value : $"{found},{value}";
            }
        }

        return found;
    }

    public void Add(string name, string value)
    {
        _size += HpackDynamicTable.SizeOf(name, value);
        if (_size > Http2Limits.MaxHeaderListSize || _headers.Count == Http2Limits.MaxHeaders)
        {
            IsTooLarge = true;
            return;
        }

        if (value.AsSpan().ContainsAny(ForbiddenInValues) || (value.Length > 0 && (value[0] is ' ' or '\t' || value[^1] is ' ' or '\t')))
        {
            Problem ??= $"the value of '{name}' has a character that is not allowed there";
        }
        else if (name.StartsWith(':'))
        {
            AddPseudo(name, value);
        }
        else
        {
            CheckRegular(name, value);
            _headers.Add((name, value));
        }
    }

    /// <summary>Ends the headers and checks what can be seen only then.</summary>
    public void Complete()
    {
        if (!_trailers && (Method.Length == 0 || Path.Length == 0 || Scheme.Length == 0))
        {
            Problem ??= ":method, :scheme and :path must each come once and not be empty";
        }
    }

    private void AddPseudo(string name, string value)
    {
        if (_trailers || _headers.Count > 0)
        {
            Problem ??= $"'{name}' comes after a header, or in trailers";
            return;
        }

        switch (name)
        {
            case ":method" when Method.Length == 0:
                Method = value;
                break;
            case ":path" when Path.Length == 0:
                Path = value;
                break;
            case ":scheme" when Scheme.Length == 0:
                Scheme = value;
                break;
            case ":authority" when Authority is null:
                Authority = value;
                break;
            default:
                Problem ??= $"'{name}' is unknown or comes twice";
                break;
        }
    }

    private void CheckRegular(string name, string value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            Problem ??= $"'{name}' is no header's name in lower case";
            return;
        }

        switch (name)
        {
            case "connection" or "keep-alive" or "proxy-connection" or "transfer-encoding" or "upgrade":
                Problem ??= $"'{name}' has no place in HTTP/2";
                break;
            case "te" when !value.Equals("trailers", StringComparison.OrdinalIgnoreCase):
                Problem ??= "'te' may only be 'trailers'";
                break;
            case "content-length":
                SetContentLength(value);
                break;
        }
    }

    private void SetContentLength(string value)
    {
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || (ContentLength >= 0 && ContentLength != length))
        {
            Problem ??= "'content-length' is no number, or comes twice with different ones";
            return;
        }

        ContentLength = length;
    }
}
