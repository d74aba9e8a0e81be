using System.Globalization;
using System.Text.RegularExpressions;
using InferencePlatform.Metrics;

namespace InferencePlatform.Service.Tests.Telemetry.Rig;

/// <summary>
/// A page read by the letter of its format: anything that a strict scraper would refuse fails the test.
/// </summary>
internal sealed partial class ScrapedPage
{
    private readonly Dictionary<string, ScrapedFamily> _families = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ScrapedFamily> Families => _families;

    /// <summary>Every sample by its name with its labels, as in <c>up{job="a"}</c>, in the page's order.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    /// <summary>The value of one sample, which must be there.</summary>
    public double this[string sample] =>
        _samples.TryGetValue(sample, out var value) ? value : throw new Xunit.Sdk.XunitException($"There is no {sample} among:\n{string.Join('\n', _samples.Keys)}");

    public static ScrapedPage Parse(string text, ExpositionFormat format)
    {
        var page = new ScrapedPage();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text[..^1].Split('\n');
        if (format == ExpositionFormat.OpenMetrics)
        {
            Assert.Equal("# EOF", lines[^1]);
            lines = lines[..^1];
        }

        ScrapedFamily? family = null;
        foreach (var line in lines)
        {
            if (MetadataLine().Match(line) is { Success: true } metadata)
            {
                family = page.Describe(family, metadata.Groups[1].Value, metadata.Groups[2].Value, metadata.Groups[3].Value);
            }
            else
            {
                page.AddSample(line, family, format);
            }
        }

        return page;
    }

    private ScrapedFamily Describe(ScrapedFamily? current, string word, string name, string text)
    {
        if (current?.Name != name)
        {
            Assert.False(_families.ContainsKey(name), $"{name} comes twice");
            Assert.Equal("HELP", word);
            _families.Add(name, current = new ScrapedFamily(name));
        }

        current.Describe(word, text);
        return current;
    }

    private void AddSample(string line, ScrapedFamily? family, ExpositionFormat format)
    {
        var match = SampleLine().Match(line);
        Assert.True(match.Success, $"'{line}' is no sample");
        Assert.NotNull(family);
        var name = match.Groups["name"].Value;
        Assert.True(family.Owns(name, format), $"{name} stands under {family.Name}, a {family.Type}");
        var labels = match.Groups["label"].Captures.Select(l => l.Value).ToList();
        Assert.Equal(labels.Count, labels.Distinct().Count());
        var value = double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);
        Assert.True(_samples.TryAdd(line[..line.LastIndexOf(' ')], value), $"'{line}' comes twice");
    }

    [GeneratedRegex(@"^# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (\S.*)$")]
    private static partial Regex MetadataLine();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<label>[a-zA-Z_]\w*)="([^"\\\n]|\\["\\n])*"(,(?<label>[a-zA-Z_]\w*)="([^"\\\n]|\\["\\n])*")*\})? (?<value>[-+]?[0-9.]+([eE][-+]?[0-9]+)?)$""")]
    private static partial Regex SampleLine();
}
