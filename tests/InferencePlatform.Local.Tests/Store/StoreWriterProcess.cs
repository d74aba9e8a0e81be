using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Store;

namespace InferencePlatform.Local.Tests.Store;

/// <summary>
/// This test program started again as one that writes objects without end and prints the name of each that was
/// acknowledged, to be killed at any instant.
/// </summary>
internal static class StoreWriterProcess
{
    private const string DirectoryVariable = "INFERENCE_TEST_STORE_WRITER";
    private const int AtOnce = 4;

    public static Process Start(string directory) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
    {
        RedirectStandardOutput = true,
        Environment = { [DirectoryVariable] = directory },
    })!;

    [ModuleInitializer]
    internal static void WriteInsteadOfTesting()
    {
        if (Environment.GetEnvironmentVariable(DirectoryVariable) is { } directory)
        {
            WriteForEver(directory);
        }
    }

    /// <summary>Several writes at a time, all from this thread: no other may run this module's code until it is initialized.</summary>
    private static void WriteForEver(string directory)
    {
        var store = ObjectStore.Open(directory, historyLimit: 100, compactionBytes: 64 << 10);
        for (var next = store.State.Version; ; next += AtOnce)
        {
            var writes = new List<Task<StoredObject>>();
            for (var i = 0; i < AtOnce; i++)
            {
                var key = new ObjectKey("default", $"object-{next + i}");
                writes.Add(store.CommitAsync(transaction => transaction.Put("configmaps", key, new JsonObject { ["data"] = new string('x', 500) })));
            }

            foreach (var write in writes)
            {
                Console.WriteLine(write.GetAwaiter().GetResult().Key.Name);
            }
        }
    }
}
