using System.Diagnostics.CodeAnalysis;

namespace InferencePlatform.Service.Configuration;

/// <summary>An http or https address.</summary>
internal sealed class UriFormat(string example) : ValueFormat<Uri>("url", $"an address such as {example}")
{
    public override bool TryParse(string text, [MaybeNullWhen(false)] out Uri value) =>
        Uri.TryCreate(text, UriKind.Absolute, out value) && value.Scheme is "http" or "https" && value.Host.Length > 0;

    public override string Format(Uri value) => value.OriginalString;
}
