using System.Globalization;

namespace InferencePlatform.Service.Models;

/// <summary>Which folder names are versions: positive whole numbers, each spelled in one way.</summary>
internal static class VersionNumber
{
    public static bool TryParse(ReadOnlySpan<char> text, out long version)
    {
        version = 0;
        return !text.StartsWith('0') && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }
}
