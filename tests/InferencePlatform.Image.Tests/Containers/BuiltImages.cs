using InferencePlatform.Image.Tests.Archives;
using InferencePlatform.Image.Tests.Containers;
using InferencePlatform.Testing;

[assembly: AssemblyFixture(typeof(BuiltImages))]

namespace InferencePlatform.Image.Tests.Containers;

/// <summary>The real images, built once for all tests that look at them.</summary>
public sealed class BuiltImages : IAsyncLifetime
{
    public const string Server = "inference-server";
    public const string Operator = "inference-operator";

    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "image-tests");

    private Lazy<Task<string>> First { get; } = new(() => BuildAsync("first"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The archive of an image.</summary>
    internal async Task<string> PathAsync(string name) => Path.Combine(await First.Value, $"{name}.tar");

    internal async Task<ImageFile> OpenAsync(string name) => new(await PathAsync(name));

    /// <summary>Builds everything anew in a folder of its own.</summary>
    internal static async Task<string> BuildAsync(string name)
    {
        var folder = Path.Combine(Folder, name);
        await Shell.RunAsync("build/images.sh", folder);
        return folder;
    }

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }
}
