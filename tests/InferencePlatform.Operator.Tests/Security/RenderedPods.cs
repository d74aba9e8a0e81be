using System.Text.Json;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.Monitoring;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Tests.Infrastructure;

namespace InferencePlatform.Operator.Tests.Security;

/// <summary>What holds for everything that the operator makes of a model, whatever its spec says.</summary>
internal static class RenderedPods
{
    private static readonly string[] Kinds =
        ["Deployment", "HorizontalPodAutoscaler", "NetworkPolicy", "PodDisruptionBudget", "Service", "ServiceAccount", "ServiceMonitor"];

    private static readonly string[] SecretKeys =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "INFERENCE_FETCH_TOKEN", "INFERENCE_FETCH_USERNAME",
        "INFERENCE_FETCH_PASSWORD", "tls.crt", "tls.key", "ca.crt",
    ];

    private static readonly string[] MountPaths = ["/models", "/tmp", "/warmup", "/credentials", "/tls", "/client-ca"];

    /// <summary>All that is wrong with the objects; empty where they give a tenant nothing.</summary>
    public static IEnumerable<string> FindHoles(IReadOnlyList<KubernetesObject> objects) =>
        [.. objects.SelectMany(OfObject), .. objects.OfType<Service>().SelectMany(OfService), .. objects.OfType<NetworkPolicy>().SelectMany(OfPolicy), .. objects.OfType<ServiceMonitor>().SelectMany(OfMonitor), .. objects.OfType<Deployment>().SelectMany(d => OfPod(d.Spec.Template!))];

    private static IEnumerable<string> OfObject(KubernetesObject o)
    {
        if (!Kinds.Contains(o.Kind))
        {
            yield return $"an object of kind {o.Kind}";
        }

        if (o.Metadata.Namespace != "vision" || o.Metadata.Name is not ("digits" or "digits-headless"))
        {
            yield return $"an object {o.Metadata.Namespace}/{o.Metadata.Name}";
        }

        if (o.Metadata.Labels?[ModelNames.ModelLabel] != "digits" || o.Metadata.Labels[ModelNames.ManagedByLabel] != ModelNames.ManagedBy)
        {
            yield return "labels of another model";
        }
    }

    private static IEnumerable<string> OfService(Service service)
    {
        if (service.Spec.Type != "ClusterIP")
        {
            yield return $"a Service of type {service.Spec.Type}";
        }

        if (!IsOwnSelector(service.Spec.Selector))
        {
            yield return "a Service that selects other pods";
        }
    }

    private static IEnumerable<string> OfPolicy(NetworkPolicy policy) =>
        IsOwnSelector(policy.Spec.PodSelector?.MatchLabels) && policy.Spec.PodSelector!.MatchExpressions is null ? [] : ["a NetworkPolicy for other pods"];

    private static IEnumerable<string> OfMonitor(ServiceMonitor monitor) =>
        IsOwnSelector(monitor.Spec.Selector.MatchLabels) ? [] : ["a ServiceMonitor of other Services"];

    private static IEnumerable<string> OfPod(PodTemplateSpec template)
    {
        var spec = template.Spec!;
        if (spec.ServiceAccountName != "digits" || spec.AutomountServiceAccountToken != false)
        {
            yield return "an account's token";
        }

        // By what is sent, so that a field that is added later is no gap here.
        if (Fields(spec).FirstOrDefault(f => f.StartsWith("host", StringComparison.Ordinal)) is { } host)
        {
            yield return $"{host}, a part of the host";
        }

        if (spec.SecurityContext is not { RunAsNonRoot: true, RunAsUser: null, SeccompProfile.Type: "RuntimeDefault" })
        {
            yield return "another user, or no seccomp profile";
        }

        foreach (var hole in (spec.Volumes ?? []).SelectMany(OfVolume).Concat((spec.InitContainers ?? []).Concat(spec.Containers ?? []).SelectMany(OfContainer)))
        {
            yield return hole;
        }
    }

    private static IEnumerable<string> OfVolume(Volume volume)
    {
        var kind = Fields(volume).Single(f => f != "name");
        if (kind is not ("emptyDir" or "configMap" or "secret" or "persistentVolumeClaim" or "image"))
        {
            yield return $"a volume of kind {kind}";
        }

        if (volume.PersistentVolumeClaim is { ReadOnly: not true })
        {
            yield return "a claim to write to";
        }

        if (volume.Secret is { } secret && (secret.Items is not { Count: > 0 } || secret.Items.Any(i => !SecretKeys.Contains(i.Key))))
        {
            yield return "keys of a Secret that was not made for this";
        }
    }

    private static IEnumerable<string> OfContainer(Container container)
    {
        if (container.SecurityContext is not { AllowPrivilegeEscalation: false, ReadOnlyRootFilesystem: true, RunAsNonRoot: true, RunAsUser: null, Privileged: null, Capabilities: { Drop: ["ALL"], Add: null } })
        {
            yield return "more privileges";
        }

        if (container.Image != Samples.ServerImage || container.Command is not null)
        {
            yield return $"the image {container.Image}";
        }

        if (Fields(container).Contains("envFrom") || container.Env?.Any(e => e.ValueFrom is not null || IsExpanded(e.Value)) == true)
        {
            yield return "a variable that is no literal";
        }

        if (container.VolumeMounts?.Any(m => !MountPaths.Contains(m.MountPath) || m.SubPath?.Split('/') is { } path && (path.Contains("..") || path[0].Length == 0)) == true)
        {
            yield return "a mount elsewhere";
        }

        if (container.Args!.Any(a => a != "fetch" && (!a.StartsWith("--", StringComparison.Ordinal) || !a.Contains('=', StringComparison.Ordinal) || IsExpanded(a))))
        {
            yield return $"the argument {string.Join(' ', container.Args!)}";
        }
    }

    private static IEnumerable<string> Fields(object o) => JsonSerializer.SerializeToNode(o, Kubernetes.KubernetesJson.Options)!.AsObject().Select(m => m.Key);

    private static bool IsOwnSelector(IReadOnlyDictionary<string, string>? labels) => labels is { Count: 1 } && labels.GetValueOrDefault(ModelNames.ModelLabel) == "digits";

    /// <summary>Whether the kubelet would replace a part of it: a dollar sign before a parenthesis that none escapes.</summary>
    private static bool IsExpanded(string? text)
    {
        for (var at = 0; at < text?.Length - 1; at++)
        {
            if (text![at] == '$')
            {
                if (text[at + 1] == '(')
                {
                    return true;
                }

                at++;
            }
        }

        return false;
    }
}
