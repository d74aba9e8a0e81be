namespace InferencePlatform.Operator.Values;

/// <summary>Text that Kubernetes would otherwise look into.</summary>
internal static class Literal
{
    /// <summary>Has an argument or a variable's value arrive as it stands: <c>$(NAME)</c> would be replaced by a variable.</summary>
    public static string Of(string text) => text.Replace("$(", "$$(", StringComparison.Ordinal);
}
