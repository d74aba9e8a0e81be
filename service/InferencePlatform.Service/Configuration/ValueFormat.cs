using System.Diagnostics.CodeAnalysis;

namespace InferencePlatform.Service.Configuration;

/// <summary>How values of one kind are written.</summary>
/// <param name="placeholder">What a value is called in the help.</param>
/// <param name="expected">What values are good, as in "it must be …".</param>
internal abstract class ValueFormat<T>(string placeholder, string expected)
{
    public string Placeholder { get; } = placeholder;

    public string Expected { get; } = expected;

    public abstract bool TryParse(string text, [MaybeNullWhen(false)] out T value);

    public abstract string Format(T value);
}
