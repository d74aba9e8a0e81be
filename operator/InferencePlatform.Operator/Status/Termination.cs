using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Rendering.Pods;

namespace InferencePlatform.Operator.Status;

/// <summary>What a container's end means: the exit codes are those of <c>inference-server</c> and <c>inference-server fetch</c>.</summary>
internal static class Termination
{
    /// <summary>How the server begins its message when the model's file is another than the spec asks for.</summary>
    private const string OtherChecksum = "The SHA-256 of";

    private const int MaxMessage = 1024;

    public static PodFailure Explain(string pod, string container, ContainerStateTerminated ended)
    {
        var message = Shorten(ended.Message?.Trim());
        var (reason, sentence) = ended.Reason == "OOMKilled"
            ? (Reasons.OutOfMemory, $"The container {container} was killed because it took more memory than it may; raise spec.resources.limits.memory.")
            : (container == FetchContainer.Name ? OfFetch(ended.ExitCode) : OfServer(ended.ExitCode, message)) is { } known
            ? (known, message ?? $"The container {container} ended with exit code {ended.ExitCode} and says no more; its log may: kubectl logs {pod} -c {container} --previous.")
            : (Reasons.Crashed, $"The container {container} ended with exit code {ended.ExitCode}{Signal(ended.ExitCode)}{(message is null ? "" : $": {message.TrimEnd('.')}")}; its log may say more: kubectl logs {pod} -c {container} --previous.");
        return new PodFailure(pod, reason, sentence, ended.FinishedAt);
    }

    private static string? OfFetch(int exitCode) => exitCode switch
    {
        1 or 15 => Reasons.DownloadFailed,
        2 => Reasons.SettingsRefused,
        10 => Reasons.ModelNotFound,
        11 => Reasons.AccessDenied,
        12 => Reasons.ChecksumMismatch,
        13 => Reasons.ModelTooLarge,
        14 => Reasons.StorageFailed,
        _ => null,
    };

    private static string? OfServer(int exitCode, string? message) => exitCode switch
    {
        1 when message?.Contains(OtherChecksum, StringComparison.Ordinal) == true => Reasons.ChecksumMismatch,
        1 when message is not null => Reasons.ModelLoadFailed,
        2 => Reasons.SettingsRefused,
        _ => null,
    };

    /// <summary>Shells and container runtimes add the signal's number to 128.</summary>
    private static string Signal(int exitCode) => exitCode is > 128 and < 160 ? $" (signal {exitCode - 128})" : "";

    private static string? Shorten(string? text) => text is null or "" ? null : text.Length <= MaxMessage ? text : text[..MaxMessage] + "…";
}
