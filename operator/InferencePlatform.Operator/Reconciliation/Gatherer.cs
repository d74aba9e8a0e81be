using InferencePlatform.Kubernetes;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Rendering;

namespace InferencePlatform.Operator.Reconciliation;

/// <summary>Reads everything that a decision needs, once, from the caches alone.</summary>
internal sealed class Gatherer(ModelCaches caches, ModelMemory memory, OperatorPolicy policy, Func<ClusterCapabilities> capabilities, TimeProvider time)
{
    public Snapshot Gather(InferenceModel model)
    {
        var key = ObjectKey.Of(model);
        return new Snapshot
        {
            Model = model,
            Objects = caches.ObjectsOf(key),
            Pods = caches.PodsOf(key),
            EndpointSlices = caches.SlicesOf(key),
            Capabilities = capabilities(),
            Policy = policy,
            Report = memory.StatusOf(model)?.Model,
            Scaling = memory.ScalingOf(model),
            Refusal = memory.RefusalOf(model),
            Now = time.GetUtcNow(),
        };
    }
}
