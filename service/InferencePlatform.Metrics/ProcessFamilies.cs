using System.Diagnostics;
using System.Globalization;

namespace InferencePlatform.Metrics;

/// <summary>What the process and .NET's runtime use.</summary>
public static class ProcessFamilies
{
    private static readonly double StartTime = GetStartTime();

    public static void Write(ExpositionWriter writer)
    {
        Counter("process_cpu_seconds", "CPU time used, user and system.", Environment.CpuUsage.TotalTime.TotalSeconds);
        Gauge("process_resident_memory_bytes", "Memory of the process that is in RAM.", Environment.WorkingSet);
        Gauge("process_start_time_seconds", "When the process started, since the Unix epoch.", StartTime);
        Gauge("process_open_fds", "File descriptors open.", Directory.EnumerateFileSystemEntries("/proc/self/fd").LongCount());

        writer.Family("dotnet_gc_collections", MetricKind.Counter, "Garbage collections that collected this generation but none above.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            // .NET counts a collection in every generation below its own too.
            var above = generation < GC.MaxGeneration ? GC.CollectionCount(generation + 1) : 0;
            writer.Sample(Labels.Of(("generation", generation.ToString(CultureInfo.InvariantCulture))), GC.CollectionCount(generation) - above);
        }

        Counter("dotnet_gc_heap_total_allocated_bytes", "Bytes allocated on the managed heap since the start.", GC.GetTotalAllocatedBytes());
        Counter("dotnet_gc_pause_seconds", "Time that garbage collections kept the process waiting.", GC.GetTotalPauseDuration().TotalSeconds);
        Gauge("dotnet_gc_heap_size_bytes", "Bytes in use on the managed heap.", GC.GetTotalMemory(forceFullCollection: false));
        Gauge("dotnet_threadpool_threads", "Threads of the thread pool.", ThreadPool.ThreadCount);
        Gauge("dotnet_threadpool_queue_length", "Work items that wait for a thread of the pool.", ThreadPool.PendingWorkItemCount);

        void Counter<T>(string name, string help, T value)
            where T : struct, IUtf8SpanFormattable
        {
            writer.Family(name, MetricKind.Counter, help);
            writer.Sample(default, value);
        }

        void Gauge<T>(string name, string help, T value)
            where T : struct, IUtf8SpanFormattable
        {
            writer.Family(name, MetricKind.Gauge, help);
            writer.Sample(default, value);
        }
    }

    private static double GetStartTime()
    {
        using var process = Process.GetCurrentProcess();
        return (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }
}
