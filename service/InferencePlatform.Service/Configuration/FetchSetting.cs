using InferencePlatform.Service.Fetching;

namespace InferencePlatform.Service.Configuration;

/// <summary>A setting of <c>inference-server fetch</c>.</summary>
internal sealed class FetchSetting<T>(
    string name,
    SettingGroup group,
    string description,
    ValueFormat<T> format,
    Func<FetchOptions, T?> get,
    Func<FetchOptions, T, FetchOptions> set,
    string? defaultText = null) : Setting<FetchOptions, T>(FetchSettings.EnvironmentPrefix, name, group, description, format, get, set, defaultText);
