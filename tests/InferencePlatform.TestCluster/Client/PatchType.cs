namespace InferencePlatform.TestCluster.Client;

/// <summary>The media types by which a PATCH says what it is.</summary>
public static class PatchType
{
    public const string Json = "application/json-patch+json";

    public const string Merge = "application/merge-patch+json";

    public const string Strategic = "application/strategic-merge-patch+json";

    public const string Apply = "application/apply-patch+yaml";
}
