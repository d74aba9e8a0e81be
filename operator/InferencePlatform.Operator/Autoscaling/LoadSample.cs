namespace InferencePlatform.Operator.Autoscaling;

/// <summary>How busy a model's pods were at one time.</summary>
/// <param name="CallsInFlight">Of all pods that answered, together.</param>
/// <param name="Answered">Pods that answered.</param>
/// <param name="Silent">Pods that are ready and did not answer.</param>
internal readonly record struct LoadSample(long CallsInFlight, int Answered, int Silent);
