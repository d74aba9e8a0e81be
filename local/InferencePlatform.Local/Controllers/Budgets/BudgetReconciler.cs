using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Budgets;

/// <summary>Keeps the status of PodDisruptionBudgets.</summary>
internal sealed class BudgetReconciler(
    IKubernetesClient client, ILister<PodDisruptionBudget> budgets, ILister<Pod> pods, ILister<Deployment> deployments) : IReconciler
{
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (budgets.Get(key) is not { } budget)
        {
            return ReconcileResult.Done;
        }

        var expected = deployments.List(key.Namespace)
            .Where(d => budget.Spec.Selector.Matches(d.Spec.Template?.Metadata?.Labels))
            .Sum(d => d.Spec.Replicas ?? 1);
        await client.ReportAsync(budget, budget.Status, BudgetDecision.Decide(budget, pods.List(key.Namespace), expected), cancellationToken);
        return ReconcileResult.Done;
    }
}
