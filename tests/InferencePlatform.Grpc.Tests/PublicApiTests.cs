using System.Reflection;
using Google.Protobuf;

namespace InferencePlatform.Grpc.Tests;

/// <summary>
/// What others build on changes on purpose only: <c>PublicApi.txt</c> is the list of it. After a change that is meant,
/// run the tests with UPDATE_GOLDEN=1 and commit the file with the change.
/// </summary>
public sealed class PublicApiTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_public_API_is_the_one_listed()
    {
        var lines = typeof(RpcException).Assembly.GetExportedTypes()
            .Where(t => !IsGenerated(t))
            .OrderBy(t => t.FullName, StringComparer.Ordinal)
            .SelectMany(Describe);
        var actual = string.Join('\n', lines) + "\n";
        var path = Path.Combine(SourceFolder(), "PublicApi.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static IEnumerable<string> Describe(Type type)
    {
        yield return Name(type);
        if (type.IsEnum)
        {
            yield return $"  {string.Join(", ", Enum.GetNames(type))}";
            yield break;
        }

        var members = type.GetMembers(Declared).Where(IsVisible).Select(m => $"  {Describe(m)}");
        foreach (var member in members.Order(StringComparer.Ordinal))
        {
            yield return member;
        }
    }

    private static string Describe(MemberInfo member) => member switch
    {
        ConstructorInfo c => $"new({Parameters(c)})",
        MethodInfo m => $"{m.Name}{Arguments(m.GetGenericArguments())}({Parameters(m)}): {Name(m.ReturnType)}",
        PropertyInfo p => $"{p.Name}: {Name(p.PropertyType)} {{ get;{(p.SetMethod is { IsPublic: true } ? " set;" : "")} }}",
        _ => member.Name,
    };

    /// <summary>Leaves out what the compiler adds to records, and accessors, whose properties are listed.</summary>
    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase { IsPublic: false, IsFamily: false } => false,
        MethodInfo { IsSpecialName: true } => false,
        PropertyInfo p => p.GetMethod is { IsPublic: true },
        FieldInfo { IsPublic: false } => false,
        Type { IsNestedPublic: false } => false,
        _ => member.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null,
    };

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}"));

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return "out " + Name(type.GetElementType()!);
        }

        const string Ours = "InferencePlatform.Grpc.";
        var folder = !type.IsGenericParameter && type.Namespace?.StartsWith(Ours, StringComparison.Ordinal) == true
            ? type.Namespace[Ours.Length..] + "."
            : "";
        return type.IsGenericType
            ? folder + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] + Arguments(type.GetGenericArguments())
            : folder + type.Name;
    }

    private static string Arguments(Type[] arguments) =>
        arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>";

    private static bool IsGenerated(Type type) =>
        typeof(IMessage).IsAssignableFrom(type) ||
        type.Name.EndsWith("Reflection", StringComparison.Ordinal) ||
        (type.DeclaringType is { } outer && (outer.Name == "Types" || IsGenerated(outer)));

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
