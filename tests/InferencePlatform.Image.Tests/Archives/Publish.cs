using InferencePlatform.Images;
using InferencePlatform.Testing;

namespace InferencePlatform.Image.Tests.Archives;

/// <summary>A small program as it is published, and a small base, in a folder that goes with the test.</summary>
internal sealed class Publish : IDisposable
{
    private const string Dependencies = """
        {
          "targets": { ".NETCoreApp,Version=v10.0/linux-x64": {
            "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/10.0.14": { "runtime": { "System.Runtime.dll": {} }, "native": { "libcoreclr.so": {} } }
          } },
          "libraries": {
            "inference-server/0.1.0": { "type": "project" },
            "Google.Protobuf/3.25.1": { "type": "package" },
            "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/10.0.14": { "type": "runtimepack" }
          }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("image-tests-").FullName;

    public Publish()
    {
        Write("base/packages/libssl3", "Package: libssl3\nVersion: 3.0.17-1~deb12u2\nArchitecture: amd64\nDescription: a library\n of two lines\n");
        Write("base/root/usr/lib/libssl.so.3", "library");
        Write("base/root/tmp/.keep", "");
        File.CreateSymbolicLink(In("base/root/lib"), "usr/lib");
        Write("program/inference-server.deps.json", Dependencies);
        Write("program/inference-server.pdb", "symbols");
        foreach (var file in new[] { "inference-server", "inference-server.dll", "System.Runtime.dll", "libcoreclr.so" })
        {
            Write($"program/{file}", file);
        }
    }

    public string Output => In("output");

    public ImageRecipe Recipe => new()
    {
        Repository = "ghcr.io/example/inference-server",
        Version = "1.2.3",
        Description = "Serves.",
        Revision = "c0ffee",
        Created = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
        Architecture = "amd64",
        ProgramFolder = In("program"),
        BaseFolder = In("base"),
        LockFiles =
        [
            Path.Combine(Repository.Root, "service/InferencePlatform.Service/packages.lock.json"),
            Path.Combine(Repository.Root, "third_party/onnxruntime/package-lock.json"),
        ],
        Ports = [50051],
    };

    public string In(string path) => Path.Combine(_folder, path);

    public void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), content);
    }

    public ImageFile Build(ImageRecipe? recipe = null) => new(ImageBuilder.Build(recipe ?? Recipe, Output).Archive);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
