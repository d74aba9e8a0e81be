using InferencePlatform.Metrics;

namespace InferencePlatform.Service.Tests.Telemetry.Rig;

/// <summary>A family of metrics as its comment lines describe it.</summary>
internal sealed class ScrapedFamily(string name)
{
    public string Name { get; } = name;

    public string Help { get; private set; } = "";

    public string Type { get; private set; } = "";

    public string Unit { get; private set; } = "";

    public void Describe(string word, string text)
    {
        var known = word switch { "HELP" => Help, "TYPE" => Type, _ => Unit };
        Assert.Empty(known);
        _ = word switch
        {
            "HELP" => Help = text,
            "TYPE" => Type = text,
            _ => Unit = text,
        };
        if (word == "UNIT")
        {
            Assert.EndsWith("_" + text, Name, StringComparison.Ordinal);
        }
    }

    /// <summary>Whether a sample of this name may stand under this family.</summary>
    public bool Owns(string sample, ExpositionFormat format) => (Type, format) switch
    {
        ("counter", ExpositionFormat.OpenMetrics) => sample == Name + "_total",
        ("counter", _) => sample == Name && sample.EndsWith("_total", StringComparison.Ordinal),
        ("gauge", _) => sample == Name,
        ("histogram", _) => sample == Name + "_bucket" || sample == Name + "_sum" || sample == Name + "_count",
        ("info", ExpositionFormat.OpenMetrics) => sample == Name + "_info",
        _ => false,
    };
}
