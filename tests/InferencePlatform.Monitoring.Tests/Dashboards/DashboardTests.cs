using System.Text.Json.Nodes;
using InferencePlatform.Testing;

namespace InferencePlatform.Monitoring.Tests.Dashboards;

/// <summary>The dashboards as Grafana wants them.</summary>
public sealed class DashboardTests
{
    public static TheoryData<string> Names => [.. Dashboard.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_has_an_identity_and_a_schema_of_Grafana_10_and_later(string name)
    {
        var json = Dashboard.Read(name).Json;

        Assert.Equal($"inferenceplatform-{name}", (string?)json["uid"]);
        Assert.Equal(39, (int?)json["schemaVersion"]);
        Assert.StartsWith("Inference: ", (string?)json["title"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Everything_asks_the_Prometheus_that_the_user_chooses(string name)
    {
        var dashboard = Dashboard.Read(name);
        var choice = Assert.Single(dashboard.Variables, v => (string?)v["type"] == "datasource");

        Assert.Equal(("datasource", "prometheus"), ((string?)choice["name"], (string?)choice["query"]));
        var asked = dashboard.Panels.Concat(dashboard.Panels.SelectMany(p => p["targets"]!.AsArray().Select(t => t!))).Concat(dashboard.Annotations)
            .Concat(dashboard.Variables.Where(v => (string?)v["type"] == "query"));
        Assert.All(asked, node => Assert.Equal("${datasource}", (string?)node["datasource"]?["uid"]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_have_ids_of_their_own_and_do_not_lie_on_each_other(string name)
    {
        var all = Dashboard.Read(name).Json["panels"]!.AsArray().Select(p => p!).ToList();
        var cells = all.SelectMany(p => Cells(p["gridPos"]!)).ToList();

        Assert.Equal(all.Count, all.Select(p => (int)p["id"]!).Distinct().Count());
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, c => Assert.InRange(c.X, 0, 23));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_panel_says_what_unit_it_shows(string name) =>
        Assert.All(Dashboard.Read(name).Panels, p => Assert.NotEmpty((string?)p["fieldConfig"]!["defaults"]!["unit"] ?? ""));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Promtool_can_read_every_query(string name)
    {
        await Promtool.RequireAsync();
        var queries = Dashboard.Read(name).Queries.Select((q, i) => $"  - record: q{i}\n    expr: {JsonValue.Create(Dashboard.Fill(q.Expression, "n", "m", "1m")).ToJsonString()}\n");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "groups:\n- name: queries\n  rules:\n" + string.Concat(queries), TestContext.Current.CancellationToken);

        var (code, output) = await Promtool.RunAsync("check", "rules", file);

        File.Delete(file);
        Assert.True(code == 0, output);
    }

    private static IEnumerable<(int X, int Y)> Cells(JsonNode place) =>
        from x in Enumerable.Range((int)place["x"]!, (int)place["w"]!)
        from y in Enumerable.Range((int)place["y"]!, (int)place["h"]!)
        select (x, y);
}
