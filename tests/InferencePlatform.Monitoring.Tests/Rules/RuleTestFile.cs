namespace InferencePlatform.Monitoring.Tests.Rules;

/// <summary>What <c>promtool test rules</c> reads, as far as it is looked at here.</summary>
internal sealed class RuleTestFile
{
    public List<RuleTestCase> Tests { get; set; } = [];

    public static IReadOnlyList<AlertCase> Cases { get; } =
        [.. Directory.GetFiles(MonitoringFiles.RuleTests, "*.test.yaml").SelectMany(f => Yaml.Read<RuleTestFile>(f).Tests).SelectMany(t => t.AlertRuleTest)];
}

internal sealed class RuleTestCase
{
    public List<AlertCase> AlertRuleTest { get; set; } = [];
}

internal sealed class AlertCase
{
    public string Alertname { get; set; } = "";

    public List<object> ExpAlerts { get; set; } = [];
}
