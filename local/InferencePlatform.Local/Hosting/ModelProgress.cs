using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Operator.Api.V1Alpha1;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Hosting;

/// <summary>Waits until models are ready, and says what each waits for.</summary>
internal static class ModelProgress
{
    /// <exception cref="PlatformException">One is not ready in time; the message says what it waits for.</exception>
    public static async Task<IReadOnlyList<InferenceModel>> WaitAsync(
        IKubernetesClient client, IReadOnlyList<ObjectKey> wanted, TimeSpan patience, TextWriter output, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var informer = new Informer<InferenceModel>(client, new(), loggers.CreateLogger<Informer<InferenceModel>>());
        var said = new Dictionary<ObjectKey, string>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        informer.AddHandler((_, model) =>
        {
            if (model is not null && wanted.Contains(ObjectKey.Of(model)) && Describe(model) is var text && said.GetValueOrDefault(ObjectKey.Of(model)) != text)
            {
                said[ObjectKey.Of(model)] = text;
                output.WriteLine($"  {model.Metadata.Name,-16} {text}");
            }

            if (wanted.All(key => informer.Lister.Get(key) is { } m && IsReady(m)))
            {
                done.TrySetResult();
            }
        });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = informer.RunAsync(ending.Token);
        try
        {
            await done.Task.WaitAsync(patience, cancellationToken);
            return [.. wanted.Select(key => informer.Lister.Get(key)!)];
        }
        catch (TimeoutException e)
        {
            var late = wanted.Where(key => informer.Lister.Get(key) is not { } m || !IsReady(m)).Select(key => $"{key}: {said.GetValueOrDefault(key, "nothing is known of it")}");
            throw new PlatformException($"Not ready within {patience.TotalSeconds} s: {string.Join("; ", late)}", e);
        }
        finally
        {
            await ending.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool IsReady(InferenceModel model) =>
        Ready(model) is { Status: "True" } ready && ready.ObservedGeneration == model.Metadata.Generation;

    private static string Describe(InferenceModel model) => Ready(model) switch
    {
        null => "seen",
        { Status: "True" } => $"ready at {model.Status?.Endpoint?.Grpc}",
        var ready => $"not ready: {ready.Reason}: {ready.Message}",
    };

    private static ModelCondition? Ready(InferenceModel model) => model.Status?.Conditions?.FirstOrDefault(c => c.Type == "Ready");
}
