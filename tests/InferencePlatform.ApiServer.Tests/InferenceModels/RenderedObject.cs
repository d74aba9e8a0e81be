using System.Text.RegularExpressions;
using InferencePlatform.Testing;

namespace InferencePlatform.ApiServer.Tests.InferenceModels;

/// <summary>An object as the operator renders it, from its golden files.</summary>
/// <param name="GroupVersion">Its group and version.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Yaml">All of it.</param>
internal sealed partial record RenderedObject(string GroupVersion, string Kind, string Name, string Yaml)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/InferencePlatform.Operator.Tests/Rendering/Cases");

    /// <summary>The names of the golden files' cases.</summary>
    public static IEnumerable<string> Cases => Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    /// <summary>The objects of a case, moved into a namespace and given to an owner that is there.</summary>
    public static IEnumerable<RenderedObject> Of(string name, string ns, string ownerUid) =>
        File.ReadAllText(Path.Combine(Folder, name, "expected.yaml"))
            .Split("---\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(yaml => OwnerLine().Replace(NamespaceLine().Replace(yaml, $"  namespace: {ns}"), $"    uid: {ownerUid}"))
            .Select(yaml => new RenderedObject(Value(yaml, GroupVersionLine()), Value(yaml, KindLine()), Value(yaml, NameLine()), yaml));

    /// <summary>The resource that it is an object of.</summary>
    public ResourceClient In(TestNamespace ns)
    {
        var lower = Kind.ToLowerInvariant();
        var plural = lower.EndsWith('y') ? lower[..^1] + "ies" : lower + "s";
        return GroupVersion == "v1" ? ns.Core(plural) : ns.Of(GroupVersion, plural);
    }

    private static string Value(string yaml, Regex line) => line.Match(yaml).Groups[1].Value;

    [GeneratedRegex("^apiVersion: (.+)$", RegexOptions.Multiline)]
    private static partial Regex GroupVersionLine();

    [GeneratedRegex("^kind: (.+)$", RegexOptions.Multiline)]
    private static partial Regex KindLine();

    [GeneratedRegex("^  name: (.+)$", RegexOptions.Multiline)]
    private static partial Regex NameLine();

    [GeneratedRegex("^    uid: .+$", RegexOptions.Multiline)]
    private static partial Regex OwnerLine();

    [GeneratedRegex("^  namespace: .+$", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
