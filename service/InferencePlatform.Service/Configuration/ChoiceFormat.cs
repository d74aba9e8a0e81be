using System.Diagnostics.CodeAnalysis;

namespace InferencePlatform.Service.Configuration;

/// <summary>One of a few words, in any case.</summary>
internal sealed class ChoiceFormat(string placeholder, params string[] choices)
    : ValueFormat<string>(placeholder, $"one of {string.Join(", ", choices)}")
{
    public override bool TryParse(string text, [MaybeNullWhen(false)] out string value)
    {
        value = choices.FirstOrDefault(c => c.Equals(text, StringComparison.OrdinalIgnoreCase));
        return value is not null;
    }

    public override string Format(string value) => value;
}
