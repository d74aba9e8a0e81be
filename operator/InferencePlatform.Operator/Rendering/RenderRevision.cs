namespace InferencePlatform.Operator.Rendering;

/// <summary>
/// Numbers of the ways of making a pod template. A change of what is rendered for a given spec would restart every pod at
/// an upgrade of the operator, so it gets the next number here, and what a former number gave stays as it was:
/// <c>Rendering/Releases</c> in the tests holds every number to its files.
/// </summary>
internal static class RenderRevision
{
    public const int First = 1;

    /// <summary>From here on <c>spec.env</c> is that of the container that fetches the model too, which a proxy may be named to.</summary>
    public const int FetchEnvironment = 2;

    public const int Current = FetchEnvironment;

    public static bool IsKnown(int revision) => revision is >= First and <= Current;
}
