using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Signatures;

namespace InferencePlatform.Operator.Reconciliation;

/// <summary>Gather, decide, apply, report: the order of things, and nothing that decides.</summary>
internal sealed class ModelReconciler(
    ModelCaches caches, Gatherer gatherer, PlanExecutor executor, SignatureReader signatures, StatusReporter reporter, ModelMemory memory) : IReconciler
{
    /// <summary>A pod that is ready and does not say what it serves may be out of reach for good.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);

    /// <summary>The watch tells of what changed, as a rule sooner than this.</summary>
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(1);

    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (caches.Models.Get(key) is not { } model)
        {
            memory.Forget(key);
            return ReconcileResult.Done;
        }

        if (model.Metadata.DeletionTimestamp is not null)
        {
            // The garbage collector does the rest.
            return ReconcileResult.Done;
        }

        var before = memory.StatusOf(model);
        var snapshot = gatherer.Gather(model);
        var decision = Decision.Make(snapshot, before);
        var execution = await executor.ExecuteAsync(decision.Plan, key, cancellationToken);
        memory.Refused(model, execution.Refusal);
        var wanted = SignatureReader.IsWanted(snapshot, decision.TemplateHash);
        var report = wanted ? await signatures.ReadAsync(snapshot, decision.TemplateHash!, cancellationToken) : null;
        if (report is not null || execution.Refusal != snapshot.Refusal)
        {
            decision = Decision.Make(snapshot with { Report = report ?? snapshot.Report, Refusal = execution.Refusal }, before);
        }

        await reporter.ReportAsync(model, before, decision.Status, cancellationToken);

        // The status says what is refused; the queue tries again, ever less often.
        return execution.Error is { } error ? throw error
            : execution.IsOutdated ? ReconcileResult.After(CatchUp)
            : After(decision.LookAgain, wanted && report is null);
    }

    private static ReconcileResult After(TimeSpan? lookAgain, bool unreported)
    {
        TimeSpan? after = (lookAgain, unreported) switch
        {
            ({ } time, true) when time > AskAgain => AskAgain,
            ({ } time, _) => time,
            (null, true) => AskAgain,
            _ => null,
        };
        return after is { } wait ? ReconcileResult.After(wait) : ReconcileResult.Done;
    }
}
