using System.Globalization;
using System.Text;

namespace InferencePlatform.Service.Models;

/// <summary>Which folder names are names of models.</summary>
internal static class ModelName
{
    public const int MaxUtf8Length = 256;

    /// <summary>
    /// Whether a model may have this name. Names come from clients too, so nothing that leads out of the repository
    /// passes: no slash and no leading dot, which hidden folders have as well.
    /// </summary>
    public static bool IsValid(string name) =>
        name.Length > 0 && name[0] != '.' && !name.Contains('/', StringComparison.Ordinal)
        && Encoding.UTF8.GetByteCount(name) <= MaxUtf8Length && name.EnumerateRunes().All(IsPrintable);

    // A file name that is not UTF-8 reads as replacement characters, and cannot be opened again by that name.
    private static bool IsPrintable(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
