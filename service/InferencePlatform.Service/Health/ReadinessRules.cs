using System.Globalization;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Health;

/// <summary>Decides whether the server is ready, from what is known of its models.</summary>
internal static class ReadinessRules
{
    /// <param name="loaded">The first load has tried every model.</param>
    /// <param name="draining">The server was told to stop.</param>
    /// <param name="strict">One model that failed is enough not to be ready.</param>
    /// <param name="problem">What is wrong with the repository itself; null where nothing is.</param>
    /// <param name="models">Every model known.</param>
    public static ReadinessState Decide(bool loaded, bool draining, bool strict, string? problem, IReadOnlyCollection<ModelEntry> models)
    {
        if (draining)
        {
            return ReadinessState.NotReady("The server is stopping.");
        }

        if (!loaded)
        {
            var loading = models.Where(m => m.Latest is null && m.Statuses.Any(s => s.State == ModelState.Loading)).Select(m => m.Name);
            return ReadinessState.NotReady($"Models are being loaded{List(loading)}.");
        }

        if (models.All(m => m.Latest is null))
        {
            return ReadinessState.NotReady(problem ?? $"No model is ready{List(models.Select(m => $"{m.Name}: {m.DescribeVersions()}"))}.");
        }

        return strict ? DecideStrictly(problem, models) : ReadinessState.Ready;
    }

    private static ReadinessState DecideStrictly(string? problem, IReadOnlyCollection<ModelEntry> models)
    {
        if (problem is not null)
        {
            return ReadinessState.NotReady(problem);
        }

        // A version that is loading beside one that serves takes nothing from callers; one that failed was wanted and is
        // not there. What was unloaded on purpose is not wanted.
        var missing = models.SelectMany(m => m.Statuses)
            .Where(s => s.State == ModelState.Failed || (s.State == ModelState.Loading && models.First(m => m.Name == s.Name).Latest is null))
            .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} version {s.Version} ({s.State}{(s.Reason.Length > 0 ? ": " + s.Reason : "")})"))
            .ToList();
        return missing.Count == 0 ? ReadinessState.Ready : ReadinessState.NotReady($"Not every model is ready{List(missing)}.");
    }

    private static string List(IEnumerable<string> names)
    {
        var text = string.Join("; ", names);
        return text.Length == 0 ? "" : ": " + text;
    }
}
