namespace InferencePlatform.Service.Telemetry;

/// <summary>The limits that the page shows beside what they limit, so that an alert can tell how near it is.</summary>
/// <param name="CallsInFlight">gRPC calls at once, of any method.</param>
/// <param name="BytesInFlight">Bytes of received messages held at once.</param>
/// <param name="QueueLength">Requests that may wait for a compute thread, of all models together.</param>
internal sealed record ServerLimits(int CallsInFlight, long BytesInFlight, int QueueLength);
