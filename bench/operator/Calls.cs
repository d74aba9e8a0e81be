using InferencePlatform.TestCluster;

namespace InferencePlatform.Bench.Operator;

/// <summary>Calls to the API server by what they are, such as <c>PATCH</c> or <c>APPLY deployments</c>.</summary>
internal sealed record Calls(IReadOnlyDictionary<string, long> Counts)
{
    private static readonly string[] Resources =
        [.. Children.Collections.Select(collection => collection.Plural), "inferencemodels", "events"];

    public long All => Counts.Values.Sum();

    /// <summary>Those that are no reads.</summary>
    public long Writes => Counts.Where(call => call.Key != "GET").Sum(call => call.Value);

    /// <summary>As the operator counts its own, by HTTP method.</summary>
    public static Calls Of(Samples operatorPage) => By(operatorPage, "rest_client_requests_total", labels => Samples.Label(labels, "method"));

    /// <summary>
    /// Writes as a real API server counts them, by verb and resource; none where the server has no metrics. Of the
    /// resources that only this benchmark and the operator write.
    /// </summary>
    public static async Task<Calls> WritesAtAsync(ApiServerUnderTest server)
    {
        var answer = await server.Client.GetAsync("/metrics", "text/plain");
        return (int)answer.Code == 200 ? By(new Samples(answer.Body), "apiserver_request_total", NameOfWrite) : new Calls(new Dictionary<string, long>());
    }

    public Calls Since(Calls before) => new(Counts
        .Select(call => KeyValuePair.Create(call.Key, call.Value - before.Counts.GetValueOrDefault(call.Key)))
        .Where(call => call.Value > 0)
        .ToDictionary());

    private static string NameOfWrite(string labels)
    {
        var (verb, resource, subresource) = (Samples.Label(labels, "verb"), Samples.Label(labels, "resource"), Samples.Label(labels, "subresource"));
        var isOurs = verb == "POST" && resource == "inferencemodels";
        return verb is "POST" or "PUT" or "PATCH" or "APPLY" or "DELETE" && Resources.Contains(resource) && !isOurs
            ? $"{verb} {resource}{(subresource.Length == 0 ? "" : "/" + subresource)}"
            : "";
    }

    private static Calls By(Samples page, string family, Func<string, string> name) => new(page.Of(family)
        .GroupBy(sample => name(sample.Labels), sample => (long)sample.Value)
        .Where(group => group.Key.Length > 0)
        .ToDictionary(group => group.Key, group => group.Sum()));
}
