using InferencePlatform.Operator.Planning;

namespace InferencePlatform.Operator.Status;

/// <summary>Whether the model is the one that was asked for, and loads.</summary>
internal static class ModelVerifiedRule
{
    public static Verdict Decide(Facts facts)
    {
        if (facts.Failure is { Reason: Reasons.ChecksumMismatch } failure)
        {
            return Verdict.False(Reasons.ChecksumMismatch, $"Pod {failure.Pod}: {failure.Message}");
        }

        if (facts.TemplateHash is null || facts.Snapshot.Report is not { } report || report.TemplateHash != facts.TemplateHash)
        {
            return Verdict.Unknown(Reasons.NotLoaded, "No pod of what the spec asks for now has reported the model yet.");
        }

        var asked = facts.Snapshot.Model.Spec.Model.Sha256;
        return asked is null ? Verdict.True(Reasons.Loaded, $"The model is loaded; spec.model.sha256 gives nothing to compare with. Its SHA-256 is {report.Sha256}.")
            : asked.Equals(report.Sha256, StringComparison.OrdinalIgnoreCase) ? Verdict.True(Reasons.Verified, "The model is loaded and has the SHA-256 that the spec asks for.")
            : Verdict.False(Reasons.ChecksumMismatch, $"A pod serves a model with the SHA-256 {report.Sha256}; the spec asks for {asked}.");
    }
}
