namespace InferencePlatform.Service.Configuration;

/// <summary>On or off.</summary>
internal sealed class FlagFormat() : ValueFormat<bool>("", "true or false")
{
    public override bool TryParse(string text, out bool value) => bool.TryParse(text, out value);

    public override string Format(bool value) => value ? "true" : "false";
}
