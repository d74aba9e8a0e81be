using System.Collections.Concurrent;
using System.Diagnostics;
using InferencePlatform.TestCluster;

namespace InferencePlatform.Bench.Operator;

/// <summary>One run: models are made at once, then nothing happens, then the operator starts again.</summary>
internal static class Measurement
{
    private const int Appliers = 16;
    private const string WarmUp = "warm-up";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static async Task<Report> RunAsync(ApiServerUnderTest server, string program, int models)
    {
        var ns = await server.CreateNamespaceAsync();
        using var first = new OperatorProcess(program, server.KubeconfigPath);
        await using var children = new Children(ns);

        // What a model has is learned from one that is made before, which also warms up the operator and the server.
        await CreateAsync(ns, WarmUp);
        var callsBefore = Calls.Of(await first.SettledAsync(1));
        var writesBefore = await Calls.WritesAtAsync(server);
        var each = children.Of(WarmUp).Count;
        var cpuBefore = first.Cpu;

        var started = Stopwatch.GetTimestamp();
        var created = new ConcurrentDictionary<string, long>();
        await Parallel.ForEachAsync(Enumerable.Range(0, models).Select(i => $"model-{i}"), new ParallelOptions { MaxDegreeOfParallelism = Appliers }, async (name, _) =>
        {
            created[name] = Stopwatch.GetTimestamp();
            await CreateAsync(ns, name);
        });
        var applied = Stopwatch.GetElapsedTime(started);
        await children.UntilAsync((models + 1) * each);
        var total = Stopwatch.GetElapsedTime(started);
        var settled = Calls.Of(await first.SettledAsync(models));
        var cpu = first.Cpu - cpuBefore;
        var writes = (await Calls.WritesAtAsync(server)).Since(writesBefore);

        var quietCpu = first.Cpu;
        await Task.Delay(Minute);
        var quiet = Calls.Of((await first.ReadAsync())!).Since(settled);
        quietCpu = first.Cpu - quietCpu;
        var peak = first.PeakMegabytes;
        first.Stop();

        using var second = new OperatorProcess(program, server.KubeconfigPath);
        var restart = Calls.Of(await second.SettledAsync(models + 1));
        return new Report
        {
            Server = server.Kind,
            Models = models,
            ChildrenEach = each,
            Applied = applied,
            Total = total,
            PerModel = [.. created.Select(model => Stopwatch.GetElapsedTime(model.Value, children.Of(model.Key).Last)).Order()],
            Calls = settled.Since(callsBefore),
            Writes = writes,
            Cpu = cpu,
            PeakMegabytes = peak,
            Quiet = quiet,
            QuietCpu = quietCpu,
            Restart = restart,
            RestartCpu = second.Cpu,
            RestartPeakMegabytes = second.PeakMegabytes,
        };
    }

    private static async Task CreateAsync(TestNamespace ns, string name) => (await ns.InferenceModels.CreateAsync($$"""
        {
          "apiVersion": "inferenceplatform.io/v1alpha1",
          "kind": "InferenceModel",
          "metadata": { "name": "{{name}}" },
          "spec": { "model": { "uri": "configmap://digits/model.onnx" } }
        }
        """)).Succeeded();
}
