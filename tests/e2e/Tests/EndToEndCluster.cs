using InferencePlatform.EndToEnd.Tests;
using InferencePlatform.TestCluster.Client;
using InferencePlatform.Testing;

[assembly: AssemblyFixture(typeof(EndToEndCluster))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace InferencePlatform.EndToEnd.Tests;

/// <summary>
/// The cluster under test: the one whose context <c>E2E_CLUSTER</c> names, or a new one of kind's. No other is touched,
/// whatever the current context is.
/// </summary>
public sealed class EndToEndCluster : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("e2e-").FullName;
    private KindCluster? _kind;
    private string? _missing;

    /// <summary>The images under test and the client's, as archives: <c>E2E_IMAGES</c>, or where <c>make e2e</c> builds them.</summary>
    public static string Images { get; } = Environment.GetEnvironmentVariable("E2E_IMAGES") ?? Path.Combine(Repository.Root, "artifacts", "images");

    private string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("E2E_CLUSTER") is { Length: > 0 } context)
        {
            // A file of its own: a context that changes meanwhile changes nothing here.
            await File.WriteAllTextAsync(Kubeconfig, await Programs.RunAsync("kubectl", "config", "view", "--minify", "--flatten", "--context", context));
        }
        else if (KindCluster.WhyNot() is { } reason)
        {
            _missing = reason;
            return;
        }
        else
        {
            _kind = await KindCluster.CreateAsync(Kubeconfig);
        }

        await LoadImagesAsync();
        await Installation.InstallAsync(this);
    }

    /// <summary>kubectl in a namespace of the cluster; the test is skipped, by name, where there is no cluster.</summary>
    public Kubectl In(string ns)
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        return new Kubectl(Kubeconfig, ns);
    }

    public async ValueTask DisposeAsync()
    {
        if (_kind is not null)
        {
            await _kind.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task LoadImagesAsync()
    {
        foreach (var archive in Directory.EnumerateFiles(Images, "*.tar"))
        {
            if (_kind is not null)
            {
                await KindCluster.LoadAsync(archive);
            }
            else if (Environment.GetEnvironmentVariable("E2E_LOAD") is { Length: > 0 } command)
            {
                await Programs.RunAsync(command, archive);
            }
        }
    }
}
