using System.Diagnostics.CodeAnalysis;

namespace InferencePlatform.Service.Configuration;

/// <summary>Text that passes a test.</summary>
internal sealed class TextFormat(string placeholder, string expected, Func<string, bool> isGood) : ValueFormat<string>(placeholder, expected)
{
    public override bool TryParse(string text, [MaybeNullWhen(false)] out string value)
    {
        value = text;
        return isGood(text);
    }

    public override string Format(string value) => value;
}
