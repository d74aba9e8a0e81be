namespace InferencePlatform.Operator.Status;

/// <summary>Why a pod does not serve.</summary>
/// <param name="Pod">Its name.</param>
/// <param name="Reason">One of <see cref="Planning.Reasons"/>.</param>
/// <param name="Message">A sentence that says what to do.</param>
/// <param name="Time">When it happened; null where nobody says.</param>
internal sealed record PodFailure(string Pod, string Reason, string Message, DateTimeOffset? Time);
