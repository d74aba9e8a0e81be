namespace InferencePlatform.Service.Fetching;

/// <summary>Takes what may be secret out of addresses before people or logs see them.</summary>
internal static class Redacted
{
    /// <summary>
    /// An address without user, password, query and fragment: presigned addresses are signed in the query. What is no
    /// address at all loses everything up to its last @, because a password may hold any character.
    /// </summary>
    public static string Address(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return text;
        }

        var start = scheme + 3;
        if (text.StartsWith("s3://", StringComparison.Ordinal) || text.StartsWith("file://", StringComparison.Ordinal))
        {
            return HasUser(text) ? text[..start] + "…" + text[text.IndexOf('@', start)..] : text;
        }

        var end = text.IndexOfAny(['?', '#'], start);
        var address = end < 0 ? text : text[..end] + "?…";
        var isGood = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0;
        var at = isGood ? -1 : address.LastIndexOf('@');
        return at < 0 ? address : address[..start] + "…" + address[at..];
    }

    /// <summary>Whether an address has a user before its host.</summary>
    public static bool HasUser(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var slash = text.IndexOf('/', start);
        return text.AsSpan(start, (slash < 0 ? text.Length : slash) - start).Contains('@');
    }
}
