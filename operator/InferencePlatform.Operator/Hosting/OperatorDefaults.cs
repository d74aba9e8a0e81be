namespace InferencePlatform.Operator.Hosting;

/// <summary>What holds where the options say nothing.</summary>
internal static class OperatorDefaults
{
    /// <summary>The server of the same release.</summary>
    public static string ServerImage { get; } = $"ghcr.io/inferenceplatform/inference-server:{typeof(OperatorDefaults).Assembly.GetName().Version!.ToString(3)}";
}
