namespace InferencePlatform.Service.Models;

/// <summary>States as the repository extension of the Open Inference Protocol spells them.</summary>
internal static class RepositoryState
{
    public static string Name(ModelState state) => state switch
    {
        ModelState.Ready => "READY",
        ModelState.Loading => "LOADING",
        ModelState.Unloading => "UNLOADING",
        _ => "UNAVAILABLE",
    };
}
