using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Informers;

/// <summary>Takes in what a reflector sees; never from two threads at once.</summary>
internal interface IReflectorTarget<T>
    where T : KubernetesObject
{
    /// <summary>These are all objects there are now; those that cannot be read are there too.</summary>
    void Replace(IReadOnlyList<T> objects, IReadOnlyCollection<ObjectKey> unreadable);

    /// <summary>One object was added, modified or deleted.</summary>
    void Change(WatchEventType type, T o);
}
