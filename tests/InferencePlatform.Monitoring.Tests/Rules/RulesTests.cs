using InferencePlatform.Testing;

namespace InferencePlatform.Monitoring.Tests.Rules;

/// <summary>The rules as Prometheus's own checker sees them.</summary>
public sealed class RulesTests
{
    public static TheoryData<string> RuleTestFiles => [.. Directory.GetFiles(MonitoringFiles.RuleTests, "*.test.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Alerts => [.. RuleFile.Read(MonitoringFiles.Alerts).Rules.Select(r => r.Alert!)];

    [Fact]
    public async Task Promtool_accepts_the_rules()
    {
        await Promtool.RequireAsync();

        var (code, output) = await Promtool.RunAsync("check", "rules", MonitoringFiles.Alerts, MonitoringFiles.Recording);

        Assert.True(code == 0, output);
    }

    [Theory]
    [MemberData(nameof(RuleTestFiles))]
    public async Task Alerts_fire_when_they_should_and_not_otherwise(string file)
    {
        await Promtool.RequireAsync();

        var (code, output) = await Promtool.RunAsync("test", "rules", Path.Combine(MonitoringFiles.RuleTests, file));

        Assert.True(code == 0, output);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void The_alert_is_tested_where_it_fires_and_where_it_does_not(string alert)
    {
        var cases = RuleTestFile.Cases.Where(c => c.Alertname == alert).ToList();

        Assert.Contains(cases, c => c.ExpAlerts.Count > 0);
        Assert.Contains(cases, c => c.ExpAlerts.Count == 0);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void The_alert_has_a_severity_and_says_what_is_the_matter_in_sentences(string alert)
    {
        var rule = RuleFile.Read(MonitoringFiles.Alerts).Rules.Single(r => r.Alert == alert);

        Assert.Contains(rule.Labels["severity"], new[] { "critical", "warning" });
        Assert.EndsWith(".", rule.Annotations["summary"], StringComparison.Ordinal);
        Assert.EndsWith(".", rule.Annotations["description"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_runbook_has_a_section_for_every_alert_and_for_no_other()
    {
        var runbook = File.ReadAllText(MonitoringFiles.Document).Split("## Alerts")[1].Split("\n## ")[0];
        var sections = runbook.Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => line[4..]);

        Assert.Equal(RuleFile.Read(MonitoringFiles.Alerts).Rules.Select(r => r.Alert!), sections);
    }
}
