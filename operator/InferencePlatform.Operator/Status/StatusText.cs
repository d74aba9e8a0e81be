namespace InferencePlatform.Operator.Status;

/// <summary>
/// Texts of a status, which mostly come from elsewhere: a kubelet, a scheduler, an API server. The API server refuses a status
/// in which one is too long, and then nothing of the model could be told any more.
/// </summary>
internal static class StatusText
{
    private const string Ellipsis = "…";

    /// <param name="text">What is to be said.</param>
    /// <param name="max">What the CRD allows, in characters; one that UTF-16 has as two is counted as two here.</param>
    public static string Cut(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        var end = max - Ellipsis.Length;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + Ellipsis;
    }
}
