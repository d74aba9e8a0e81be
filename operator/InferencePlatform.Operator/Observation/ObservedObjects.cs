using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Operator.Observation;

/// <summary>The objects that exist under the names of a model's own, whoever made them.</summary>
internal sealed class ObservedObjects(IEnumerable<KubernetesObject> objects)
{
    private readonly Dictionary<(Type Type, string Name), KubernetesObject> _objects = objects.ToDictionary(o => (o.GetType(), o.Metadata.Name!));

    public IEnumerable<KubernetesObject> All => _objects.Values;

    public KubernetesObject? Find(Type type, string name) => _objects.GetValueOrDefault((type, name));

    public T? Find<T>(string name)
        where T : KubernetesObject => (T?)Find(typeof(T), name);

    /// <summary>Whether an object was made for this very model: not by a person, and not for a former model of its name.</summary>
    public static bool IsOwnedBy(KubernetesObject o, string uid) => o.Metadata.OwnerReferences?.Any(r => r.Controller == true && r.Uid == uid) == true;

    public static string Describe(KubernetesObject o) => $"{ResourceType.Of(o.GetType()).Kind} {o.Metadata.Name}";
}
