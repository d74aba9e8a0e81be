using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Garbage;

/// <summary>Any object, of which only the metadata is read.</summary>
internal sealed record MetadataObject : KubernetesObject;
