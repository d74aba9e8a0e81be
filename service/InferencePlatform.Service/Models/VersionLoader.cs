using System.Diagnostics;
using InferencePlatform.Service.Runtime;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Models;

/// <summary>Makes a version on disk one that serves: checks its bytes, loads them, warms the model up.</summary>
internal sealed class VersionLoader(SessionSettings session, WarmUp warmUp, ILogger logger)
{
    /// <summary>Loads one version, on this thread.</summary>
    /// <returns>The version; the present one, with its new stamp, where the files turn out to be the same.</returns>
    /// <exception cref="ModelLoadException">It cannot be served; the message says why.</exception>
    public LoadedVersion Load(string name, VersionFiles files, ModelSettings settings, LoadedVersion? present, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var stamp = VersionStamp.Take(files, settings);
        var digest = FileDigest.Compute(files.ModelPath, cancellationToken);
        if (present is not null && IsSame(present, stamp, digest.Sha256))
        {
            return present with { Stamp = stamp };
        }

        if (settings.Sha256.GetValueOrDefault(files.Version) is { } wanted && !wanted.Equals(digest.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelLoadException($"The SHA-256 of {files.ModelPath} is {digest.Sha256}; {wanted.ToLowerInvariant()} was asked for. Either the file is damaged or the wrong one, or the digest is another file's.") { Kind = LoadFailureKind.ChecksumMismatch };
        }

        var threads = settings.Threads ?? session.IntraOpThreads;
        var model = OnnxModel.Load(files.ModelPath, session with { IntraOpThreads = threads }, cancellationToken);
        var version = new ModelVersion(name, files.Version, model) { Sha256 = digest.Sha256, SizeBytes = digest.Length, LoadedAt = DateTimeOffset.UtcNow };
        try
        {
            // ONNX Runtime reads the file by itself; what was verified must be what it read.
            if (VersionStamp.Take(files, settings) != stamp)
            {
                throw new ModelLoadException($"{files.ModelPath}, or a file beside it, changed while it was loaded; load the model again when it is written.") { Kind = LoadFailureKind.ChangedWhileLoading };
            }

            warmUp.Run(version, settings, cancellationToken);
        }
        catch
        {
            version.RetireAsync();
            throw;
        }

        var took = Stopwatch.GetElapsedTime(start);
        version.LoadDuration = took;
        RepositoryLog.Ready(logger, name, files.Version, files.ModelPath, digest.Sha256, (long)took.TotalMilliseconds, (long)version.Cost.Average.TotalMicroseconds);
        return new LoadedVersion(version, stamp);
    }

    // A model file that was only touched, or written again with the same bytes, is no other model.
    private static bool IsSame(LoadedVersion loaded, VersionStamp stamp, string digest) =>
        stamp == loaded.Stamp with { Model = stamp.Model } && digest == loaded.Version.Sha256;
}
