namespace InferencePlatform.Service.Fetching;

/// <summary>Names of files below the target. They come from strangers, and must not lead out of it.</summary>
internal static class RelativeName
{
    public const string ModelFile = "model.onnx";

    /// <summary>Files of one model at most.</summary>
    public const int MaxFiles = 1000;

    private const int MaxLength = 512;
    private const int MaxSegmentLength = 200;

    /// <summary>Whether a file of this name may be written: plain segments, none hidden, none that is ours.</summary>
    public static bool IsSafe(string name) =>
        name.Length is > 0 and <= MaxLength
        && name != FetchReport.FileName
        && name.Split('/').All(IsSafeSegment);

    private static bool IsSafeSegment(string segment) =>
        segment.Length is > 0 and <= MaxSegmentLength && segment[0] != '.' && !segment.Any(c => char.IsControl(c) || c == '\\');

    /// <summary>Checks what a prefix or folder has.</summary>
    /// <exception cref="FetchException">They are too many, a name is not safe, or the model is missing.</exception>
    public static void Check(IReadOnlyList<SourceFile> files, string where)
    {
        if (files.Count > MaxFiles)
        {
            throw new FetchException(FetchFailure.OverLimit, $"{where} has more than {MaxFiles} files, the limit of one model; name a folder that has only the model.");
        }

        if (files.FirstOrDefault(f => !IsSafe(f.Name)) is { } bad)
        {
            throw new FetchException(FetchFailure.BadAnswer, $"{where} has a file named '{bad.Name.ReplaceLineEndings(" ")}', which is not fetched: a name is at most {MaxLength} characters in plain segments, without .., hidden files or {FetchReport.FileName}. Remove or rename it.");
        }

        if (files.Count == 0)
        {
            throw new FetchException(FetchFailure.NotFound, $"{where} has no files; put the model there as {ModelFile}, or correct the URI.");
        }

        if (files.All(f => f.Name != ModelFile))
        {
            throw new FetchException(FetchFailure.NotFound, $"{where} has no {ModelFile}; it has {Models.NameList.Describe([.. files.Select(f => f.Name)])}. Name the one file in the URI, or rename it there.");
        }
    }
}
