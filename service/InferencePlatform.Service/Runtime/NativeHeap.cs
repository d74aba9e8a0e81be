using System.Runtime.InteropServices;

namespace InferencePlatform.Service.Runtime;

/// <summary>
/// The C library's heap, where ONNX Runtime keeps models. What is freed stays with the process, in as many heaps as
/// threads have loaded models, until it is told to give it back.
/// </summary>
internal static partial class NativeHeap
{
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;

    /// <summary>Bytes from which a block is mapped on its own and unmapped when freed; weights mostly are that large.</summary>
    private const int MappedBlock = 1 << 20;

    /// <summary>Free bytes at a heap's end that are given back at once.</summary>
    private const int FreeEnd = 4 << 20;

    private static int _asked;

    /// <summary>
    /// Fixes how large a block goes to the operating system when it is freed. By itself glibc raises that to 32 MiB
    /// with the first large blocks it sees freed, and then keeps up to 64 MiB in every heap.
    /// </summary>
    public static void Configure() => Try(static () =>
    {
        _ = MallOpt(MapThreshold, MappedBlock);
        _ = MallOpt(TrimThreshold, FreeEnd);
    });

    /// <summary>Gives free memory back to the operating system. Of many askers at once one does it for all.</summary>
    public static void Trim()
    {
        if (Interlocked.Increment(ref _asked) != 1)
        {
            return;
        }

        int asked;
        do
        {
            asked = Volatile.Read(ref _asked);
            Try(static () => _ = MallocTrim(0));
        }
        while (Interlocked.CompareExchange(ref _asked, 0, asked) != asked);
    }

    private static void Try(Action call)
    {
        try
        {
            call();
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Only glibc has these; other C libraries have their own ways, and all goes on as it did.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint keep);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);
}
