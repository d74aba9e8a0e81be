using System.Diagnostics;
using System.Diagnostics.Metrics;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Telemetry;

namespace InferencePlatform.Service.Tests.Telemetry;

/// <summary>How long a version's series stay on the page.</summary>
public sealed class ModelMetricsTableTests : IDisposable
{
    private readonly Meter _meter = new("test");
    private readonly ModelMetricsTable _table;
    private readonly ModelCatalog _catalog = new();

    public ModelMetricsTableTests() => _table = new ModelMetricsTable(new DurationInstruments(_meter));

    [Fact]
    public void A_version_that_left_the_catalog_stays_for_a_last_scrape_and_then_goes()
    {
        Publish(ModelState.Ready);
        _table.GetOrAdd("digits", "1");
        _table.Follow(_catalog, At(TimeSpan.Zero));

        _catalog.Remove("digits");
        _table.Follow(_catalog, At(TimeSpan.FromHours(1)));
        _table.Follow(_catalog, At(TimeSpan.FromHours(1) + ModelMetricsTable.Farewell));
        Assert.Single(_table.All);

        _table.Follow(_catalog, At(TimeSpan.FromHours(1) + (2 * ModelMetricsTable.Farewell)));
        Assert.Empty(_table.All);
    }

    [Fact]
    public void A_version_that_comes_back_in_time_goes_on_with_its_counts()
    {
        var metrics = _table.GetOrAdd("digits", "1");
        _table.Follow(_catalog, At(TimeSpan.Zero));

        Publish(ModelState.Ready);
        _table.Follow(_catalog, At(ModelMetricsTable.Farewell / 2));
        _table.Follow(_catalog, At(3 * ModelMetricsTable.Farewell));

        Assert.Same(metrics, Assert.Single(_table.All));
    }

    [Fact]
    public void A_version_that_is_unloaded_has_left()
    {
        _table.GetOrAdd("digits", "1");
        Publish(ModelState.Unloaded);

        _table.Follow(_catalog, At(TimeSpan.Zero));
        _table.Follow(_catalog, At(2 * ModelMetricsTable.Farewell));

        Assert.Empty(_table.All);
    }

    [Fact]
    public void Versions_come_in_the_order_of_their_numbers()
    {
        foreach (var version in (string[])["10", "9", "1"])
        {
            _table.GetOrAdd("digits", version);
        }

        Assert.Equal(["1", "9", "10"], _table.All.Select(m => m.Version));
    }

    [Fact]
    public void Names_of_failed_loads_make_only_so_many_labels()
    {
        var loads = new ModelLoads();
        for (var i = 0; i < 5000; i++)
        {
            loads.Failed($"model-{i}", "NotFound");
        }

        Assert.InRange(loads.Failures.Count(), 1, 1025);
        Assert.Equal(5000, loads.Failures.Sum(f => f.Count));
    }

    public void Dispose() => _meter.Dispose();

    private static long At(TimeSpan time) => 1 + (long)(time.TotalSeconds * Stopwatch.Frequency);

    private void Publish(ModelState state) =>
        _catalog.Publish(new ModelEntry("digits", [], [new ModelStatus("digits", 1, state, "")]));
}
