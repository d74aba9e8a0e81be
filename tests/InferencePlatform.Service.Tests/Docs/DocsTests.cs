using System.Text.RegularExpressions;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Tests.Docs;

/// <summary>What the documents point to is there, and what they name exists.</summary>
public sealed partial class DocsTests
{
    // Options of the server that are no settings.
    private static readonly HashSet<string> NoSettings = ["config", "print-config", "version", "help"];

    private static readonly SettingTable[] Tables = [Settings.Table, FetchSettings.Table];

    // What is on the command lines of other programs, and in the message about an option that does not exist.
    private static readonly string[] OtherLines = ["dotnet ", "python3 ", "cosign ", "There is no option"];

    // Documents of programs that have options of their own.
    private static readonly HashSet<string> OtherPrograms =
        ["bench/README.md", "bench/peers/cpp/SWEEP.md", "charts/inference-platform/README.md", "docs/decisions/0003-metrics.md", "docs/images.md", "docs/install.md", "docs/monitoring.md", "local/README.md"];

    public static TheoryData<string> Documents => [.. DocumentsBelow(TestFiles.Root).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_relative_link_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(TestFiles.Root, document))!;
        var broken = from link in Links(document)
                     let file = link.Split('#')[0]
                     let path = file.Length == 0 ? Path.Combine(TestFiles.Root, document) : Path.GetFullPath(Path.Combine(folder, file))
                     where !Path.Exists(path) || !HasAnchor(path, link)
                     select link;

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_option_and_variable_that_is_named_exists(string document)
    {
        if (OtherPrograms.Contains(document))
        {
            return;
        }

        var text = string.Join('\n', Read(document).Split('\n').Where(line => !OtherLines.Any(words => line.Contains(words, StringComparison.Ordinal))));
        var options = Option().Matches(text).Select(m => m.Groups[1].Value).Where(o => !NoSettings.Contains(o) && Tables.All(t => t.Find(o) is null));
        var variables = Variable().Matches(text).Select(m => m.Value).Where(v => Tables.All(t => t.FindByEnvironmentName(v) is null && !t.OtherVariables.Contains(v)));

        Assert.Empty(options.Concat(variables));
    }

    [Fact]
    public void Every_setting_that_the_table_of_limits_names_exists()
    {
        var limits = Read("docs/architecture.md").Split("## Limits")[1].Split("\n## ")[0];
        var named = Row().Matches(limits).Select(m => m.Groups[1].Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.NotNull(Settings.Table.Find(name)));
    }

    [Fact]
    public void The_model_json_of_the_readme_is_one_that_the_server_reads()
    {
        var example = Read("README.md").Split("```json\n")[1].Split("```")[0];

        var (settings, warmupFile) = ModelSettingsParser.Parse(System.Text.Json.JsonDocument.Parse(example).RootElement);

        Assert.Equal(VersionPolicy.Latest(2), settings.VersionPolicy);
        Assert.Equal("samples.json", warmupFile);
    }

    private static IEnumerable<string> Links(string document) =>
        Link().Matches(Code().Replace(Read(document), "")).Select(m => m.Groups[1].Value).Where(l => !l.Contains("://", StringComparison.Ordinal));

    private static bool HasAnchor(string path, string link)
    {
        if (link.Split('#') is not [_, var anchor] || !path.EndsWith(".md", StringComparison.Ordinal))
        {
            return true;
        }

        var text = File.ReadAllText(path);
        return text.Contains($"<a id=\"{anchor}\">", StringComparison.Ordinal) || Heading().Matches(text).Any(m => Slug(m.Groups[1].Value) == anchor);
    }

    /// <summary>What GitHub makes of a heading.</summary>
    private static string Slug(string heading) => NotSlug().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string Read(string document) => File.ReadAllText(Path.Combine(TestFiles.Root, document));

    /// <summary>The documents below a folder, by their paths from the repository's root.</summary>
    private static IEnumerable<string> DocumentsBelow(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Select(path => Path.GetRelativePath(TestFiles.Root, path)).Concat(
            Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(DocumentsBelow));

    private static bool IsOurs(string folder) =>
        Path.GetFileName(folder) is var name && name[0] != '.' && name is not ("bin" or "obj" or "node_modules" or "artifacts");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotSlug();

    [GeneratedRegex(@"(?<=[\s`(])--([a-z][a-z0-9-]+)")]
    private static partial Regex Option();

    [GeneratedRegex(@"\bINFERENCE_[A-Z0-9_]*[A-Z0-9]\b")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\|[^|]*\|[^|]*\| `([a-z0-9-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
