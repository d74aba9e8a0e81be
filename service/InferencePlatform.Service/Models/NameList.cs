namespace InferencePlatform.Service.Models;

/// <summary>Names in a message: as many as a person reads.</summary>
internal static class NameList
{
    private const int NamesTold = 20;

    public static string Describe(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(NamesTold)) + (names.Count > NamesTold ? $" and {names.Count - NamesTold} more" : "");
}
