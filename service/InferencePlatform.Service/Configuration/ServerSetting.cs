namespace InferencePlatform.Service.Configuration;

/// <summary>A setting of the server.</summary>
internal sealed class ServerSetting<T>(
    string name,
    SettingGroup group,
    string description,
    ValueFormat<T> format,
    Func<ServerOptions, T?> get,
    Func<ServerOptions, T, ServerOptions> set,
    string? defaultText = null) : Setting<ServerOptions, T>(Settings.EnvironmentPrefix, name, group, description, format, get, set, defaultText);
