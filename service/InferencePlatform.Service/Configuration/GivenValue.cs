namespace InferencePlatform.Service.Configuration;

/// <summary>A value somebody gave a setting, not yet read.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Text">The value as written.</param>
/// <param name="Source">Where it was written, for people.</param>
internal sealed record GivenValue(Setting Setting, string Text, string Source);
