using System.Net.Http.Headers;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>Hands on what an API server warns of, such as a version of a resource that will go: each sentence once.</summary>
internal sealed class Warnings(Action<string> tell)
{
    /// <summary>Different sentences that are told; a server that has more to say says it to others.</summary>
    internal const int MaxTold = 256;

    /// <summary>"Miscellaneous persistent warning" of RFC 7234, the only one that Kubernetes gives.</summary>
    private const int Persistent = 299;

    private readonly HashSet<string> _told = [];

    public void Read(HttpResponseHeaders headers)
    {
        foreach (var warning in headers.Warning.Where(w => w.Code == Persistent))
        {
            var text = Unquote(warning.Text);
            if (IsNew(text))
            {
                tell(text);
            }
        }
    }

    private bool IsNew(string text)
    {
        lock (_told)
        {
            return _told.Count < MaxTold && _told.Add(text);
        }
    }

    /// <summary>The header's parser takes nothing but a quoted string.</summary>
    private static string Unquote(string text) => text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
}
