using System.Diagnostics.CodeAnalysis;

namespace InferencePlatform.Service.Configuration;

/// <summary>The SHA-256 of a file, as <c>sha256sum</c> prints it.</summary>
internal sealed class Sha256Format() : ValueFormat<string>("hex", "64 hex digits")
{
    public override bool TryParse(string text, [MaybeNullWhen(false)] out string value)
    {
        value = text;
        return text.Length == 64 && text.All(char.IsAsciiHexDigit);
    }

    public override string Format(string value) => value;
}
