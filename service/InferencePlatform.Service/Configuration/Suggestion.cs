namespace InferencePlatform.Service.Configuration;

/// <summary>Guesses what somebody meant who wrote a name that does not exist.</summary>
internal static class Suggestion
{
    /// <summary>The end of a sentence: "; did you mean …?" with the nearest name, or a full stop where none is near.</summary>
    public static string For(string written, IEnumerable<string> known)
    {
        var nearest = known.Select(k => (Name: k, Distance: Distance(written, k))).OrderBy(k => k.Distance).FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= Math.Max(2, written.Length / 3) ? $"; did you mean {nearest.Name}?" : ".";
    }

    /// <summary>How many characters must be added, removed, replaced or have their case changed.</summary>
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
