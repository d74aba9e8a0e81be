namespace InferencePlatform.Kubernetes.Client;

/// <summary>An object of kind <c>Status</c>, as far as a client reads it.</summary>
internal sealed record StatusBody(string? Kind, int? Code, string? Reason, string? Message, StatusBody.DetailsBody? Details)
{
    internal sealed record DetailsBody(int? RetryAfterSeconds, IReadOnlyList<CauseBody>? Causes);

    internal sealed record CauseBody(string? Reason, string? Message, string? Field);
}
