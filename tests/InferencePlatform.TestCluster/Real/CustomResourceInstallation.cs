using InferencePlatform.TestCluster.Client;

namespace InferencePlatform.TestCluster.Real;

/// <summary>Makes a server serve a custom resource.</summary>
internal static class CustomResourceInstallation
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Applies the definition and waits until its resource is served and described.</summary>
    /// <exception cref="TimeoutException">That takes longer than a minute.</exception>
    public static async Task InstallAsync(ApiClient api, CustomResources resource)
    {
        var definitions = new ResourceClient(api, Definitions);
        var applied = (await definitions.ApplyAsync(resource.Name, "tests", resource.Yaml, force: true)).Succeeded();
        var version = $"{applied.Text("spec.group")}/{applied.Text("spec.versions[0].name")}";
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await IsServedAsync(api, version, applied.Text("spec.names.plural")!))
        {
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"{resource.Name} is not served a minute after its definition was applied.");
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> IsServedAsync(ApiClient api, string version, string plural) =>
        (await api.GetAsync($"/apis/{version}/{plural}")).Code == System.Net.HttpStatusCode.OK
        && (await api.GetAsync($"/apis/{version}")).Body.Contains($"\"{plural}\"", StringComparison.Ordinal)
        && (await api.GetAsync("/openapi/v3")).Body.Contains($"\"apis/{version}\"", StringComparison.Ordinal);
}
