using System.Collections;
using System.Text.RegularExpressions;

namespace InferencePlatform.Service.Configuration;

/// <summary>The environment: <c>INFERENCE_GRPC_PORT</c> and its like.</summary>
internal static partial class EnvironmentVariables
{
    public static Given Read(SettingTable table, IDictionary environment)
    {
        var values = new List<GivenValue>();
        var problems = new List<string>();
        var variables = environment.Cast<DictionaryEntry>()
            .Select(e => (Name: (string)e.Key, Value: (string?)e.Value ?? ""))
            .Where(v => table.Owns(v.Name))
            .OrderBy(v => v.Name, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            if (IsServiceLink(name, value))
            {
                continue;
            }

            if (table.FindByEnvironmentName(name) is { } setting)
            {
                values.Add(new GivenValue(setting, value, name));
            }
            else
            {
                problems.Add($"There is no setting for the environment variable {name}{Suggestion.For(name, table.All.Select(s => s.EnvironmentName))}");
            }
        }

        return new Given(values, problems);
    }

    /// <summary>
    /// Kubernetes describes each Service of a namespace to its pods in variables: one named inference-grpc yields
    /// INFERENCE_GRPC_PORT=tcp://10.0.0.1:80, which nobody meant as a setting.
    /// </summary>
    private static bool IsServiceLink(string name, string value) =>
        LinkValue().IsMatch(value) || LinkName().IsMatch(name);

    [GeneratedRegex("^(tcp|udp|sctp)://")]
    private static partial Regex LinkValue();

    [GeneratedRegex("_SERVICE_HOST$|_SERVICE_PORT(_[A-Z0-9_]+)?$|_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$")]
    private static partial Regex LinkName();
}
