using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>ONNX Runtime's library must not report to its makers what is served here.</summary>
public sealed class NativeTelemetryTests
{
    /// <summary>The log that the library keeps open from the moment it begins to gather.</summary>
    private const string GatheringLog = "mat-debug-";

    [Fact]
    public void A_loaded_model_is_reported_to_nobody()
    {
        using var model = OnnxModel.Load(Path.Combine(TestFiles.Samples, "digits", "1", "model.onnx"), new SessionSettings(1, 1), TestContext.Current.CancellationToken);

        var open = Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget);
        Assert.DoesNotContain(open, file => file?.Contains(GatheringLog, StringComparison.Ordinal) == true);
    }
}
