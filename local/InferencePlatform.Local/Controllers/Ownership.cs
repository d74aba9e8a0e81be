using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers;

/// <summary>Who manages an object.</summary>
internal static class Ownership
{
    public static OwnerReference? ControllerOf(this KubernetesObject o) => o.Metadata.OwnerReferences?.FirstOrDefault(r => r.Controller == true);

    public static bool IsControlledBy(this KubernetesObject o, KubernetesObject owner) => o.ControllerOf()?.Uid == owner.Metadata.Uid;

    /// <summary>The reference that makes <paramref name="owner"/> the manager of a new object.</summary>
    public static OwnerReference ControllerReference<T>(T owner)
        where T : KubernetesObject
    {
        var resource = ResourceType.Of<T>();
        return new()
        {
            ApiVersion = resource.ApiVersion,
            Kind = resource.Kind,
            Name = owner.Metadata.Name ?? "",
            Uid = owner.Metadata.Uid ?? "",
            Controller = true,
            BlockOwnerDeletion = true,
        };
    }
}
