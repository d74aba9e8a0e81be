using System.Collections;

namespace InferencePlatform.Service.Fetching;

/// <summary>What a source is asked with. Never printed: the values have no text of their own.</summary>
internal sealed class FetchCredentials
{
    private const int MaxBytes = 64 << 10;
    private const string OwnPrefix = Configuration.FetchSettings.EnvironmentPrefix;

    private static readonly string[] AwsNames = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
    private static readonly string[] WebNames = ["username", "password", "token"];

    private readonly Dictionary<string, string> _values = [];
    private readonly List<string> _problems = [];

    private FetchCredentials()
    {
    }

    /// <summary>The variables of the web's credentials, which begin like settings and are none.</summary>
    public static IReadOnlyList<string> OwnVariables { get; } = [.. WebNames.Select(VariableOf)];

    public IReadOnlyList<string> Problems => _problems;

    public string? AccessKeyId => _values.GetValueOrDefault(AwsNames[0]);

    public string? SecretAccessKey => _values.GetValueOrDefault(AwsNames[1]);

    public string? SessionToken => _values.GetValueOrDefault(AwsNames[2]);

    public string? Username => _values.GetValueOrDefault(WebNames[0]);

    public string? Password => _values.GetValueOrDefault(WebNames[1]);

    public string? Token => _values.GetValueOrDefault(WebNames[2]);

    /// <summary>Reads a mounted Secret's files, and the variables of what it has no file for.</summary>
    public static FetchCredentials Read(string? folder, IDictionary environment)
    {
        var credentials = new FetchCredentials();
        if (folder is not null && !Directory.Exists(folder))
        {
            credentials._problems.Add($"--credentials-dir: the folder {Path.GetFullPath(folder)} does not exist; mount the Secret there.");
            folder = null;
        }

        foreach (var name in AwsNames.Concat(WebNames))
        {
            var variable = AwsNames.Contains(name) ? name : VariableOf(name);
            var file = folder is null ? null : Path.Combine(folder, name);
            if (file is not null && File.Exists(file))
            {
                credentials.AddFile(name, file);
            }
            else if (environment[variable] is string value)
            {
                credentials.Add(name, value, variable);
            }
        }

        return credentials;
    }

    private static string VariableOf(string name) => OwnPrefix + name.ToUpperInvariant();

    private void AddFile(string name, string file)
    {
        try
        {
            if (new FileInfo(file).Length > MaxBytes)
            {
                _problems.Add($"The credential {file} has more than {MaxBytes} bytes; it must be one line.");
                return;
            }

            Add(name, File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"The credential {file} cannot be read: {e.Message}");
        }
    }

    private void Add(string name, string value, string source)
    {
        // Secrets made with echo end with a line feed that nobody meant.
        value = value.TrimEnd('\r', '\n');
        if (value.Any(char.IsControl))
        {
            _problems.Add($"The credential {source} must be one line of text.");
        }
        else if (value.Length > 0)
        {
            _values[name] = value;
        }
    }
}
