namespace InferencePlatform.Grpc.Health;

/// <summary>Whether a service can be called.</summary>
public enum HealthStatus
{
    /// <summary>Not known yet.</summary>
    Unknown = 0,

    /// <summary>It answers calls.</summary>
    Serving = 1,

    /// <summary>It is there and answers no calls now.</summary>
    NotServing = 2,
}
