using System.Text;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>The parameters after a path; those that are null are left out.</summary>
internal static class Query
{
    public static string Of(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var text = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return text.ToString();
    }

    public static string Of(string path, WriteOptions options, bool force = false) => Of(
        path,
        ("fieldManager", options.FieldManager),
        ("force", force ? "true" : null),
        ("dryRun", options.DryRun ? "All" : null),
        ("fieldValidation", options.FieldValidation));
}
