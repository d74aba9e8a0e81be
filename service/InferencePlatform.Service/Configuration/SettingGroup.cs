namespace InferencePlatform.Service.Configuration;

/// <summary>What a setting is about; the help shows them group by group, in this order.</summary>
internal enum SettingGroup
{
    Source,
    Target,
    Models,
    Network,
    Encryption,
    Limits,
    Execution,
    Life,
    Observation,
}
