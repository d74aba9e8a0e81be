using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Nodes.Volumes;

/// <summary>Makes a pod's volumes folders on this machine. Their content is that of the pod's start; it does not follow later changes.</summary>
internal sealed class PodVolumes(IKubernetesClient client)
{
    /// <returns>Folders by name of the volume.</returns>
    /// <exception cref="VolumeException">One cannot be had, or not yet.</exception>
    public async Task<IReadOnlyDictionary<string, string>> PrepareAsync(Pod pod, PodFolder folder, CancellationToken cancellationToken)
    {
        var folders = new Dictionary<string, string>();
        foreach (var volume in pod.Spec.Volumes ?? [])
        {
            folders[volume.Name] = await PrepareAsync(pod.Metadata.Namespace!, volume, folder, cancellationToken);
        }

        return folders;
    }

    private async Task<string> PrepareAsync(string ns, Volume volume, PodFolder folder, CancellationToken cancellationToken)
    {
        var path = folder.Volume(volume.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        switch (volume)
        {
            case { EmptyDir: not null }:
                Directory.CreateDirectory(path);
                return path;

            case { ConfigMap: { } source }:
                var map = await FindAsync<ConfigMap>(ns, source.Name, source.Optional, cancellationToken);
                VolumeFile.Write(map is null ? [] : VolumeFile.Of(map, source), path);
                return path;

            case { Secret: { } source }:
                var secret = await FindAsync<Secret>(ns, source.SecretName, source.Optional, cancellationToken);
                VolumeFile.Write(secret is null ? [] : VolumeFile.Of(secret, source), path);
                return path;

            case { PersistentVolumeClaim: { } source }:
                await FindAsync<PersistentVolumeClaim>(ns, source.ClaimName, optional: false, cancellationToken);
                return Directory.CreateDirectory(SafePath.Below(folder.Claims, source.ClaimName)).FullName;

            case { Image: { } source }:
                throw new VolumeException(
                    Images.NotAvailable,
                    $"The single-machine platform cannot pull '{source.Reference}' for the volume '{volume.Name}': it has no container runtime. Use another kind of model URI here.");

            default:
                throw new VolumeException("FailedMount", $"The volume '{volume.Name}' is of a kind that the single-machine platform does not have.");
        }
    }

    private async Task<T?> FindAsync<T>(string ns, string? name, bool? optional, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        try
        {
            return await client.GetAsync<T>(new ObjectKey(ns, name ?? ""), cancellationToken);
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            return optional == true
                ? null
                : throw new VolumeException("FailedMount", $"{ResourceType.Of<T>().Kind} '{name}' is not in namespace '{ns}'; the pod starts once it is.");
        }
    }
}
