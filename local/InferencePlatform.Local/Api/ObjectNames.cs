using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Api;

/// <summary>Names of objects, labels and annotations: what they may be.</summary>
internal static partial class ObjectNames
{
    /// <summary>As in Kubernetes: no vowels, so that no words come about.</summary>
    private const string SuffixLetters = "bcdfghjklmnpqrstvwxz2456789";

    private const int SuffixLength = 5;
    private const int MaxGeneratedPrefix = 63 - SuffixLength;
    private const int AnnotationBytes = 256 << 10;
    private static readonly string[] OwnerFields = ["apiVersion", "kind", "name", "uid"];

    /// <summary>A generated name; long prefixes are cut.</summary>
    public static string Generate(string prefix) =>
        prefix[..Math.Min(prefix.Length, MaxGeneratedPrefix)] + RandomNumberGenerator.GetString(SuffixLetters, SuffixLength);

    /// <summary>Checks the metadata of an object that is about to be stored.</summary>
    public static void Validate(JsonObject o, ServedResource resource, FieldErrors errors)
    {
        var metadata = o.Child("metadata");
        Name(metadata.TextAt("name"), resource.Type.Plural, errors);
        foreach (var (key, value) in metadata["labels"] as JsonObject ?? [])
        {
            Key("metadata.labels", key, errors);
            if (value.Text() is { } text && (text.Length > 63 || !LabelValue().IsMatch(text)))
            {
                errors.Invalid("metadata.labels", text, "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
            }
        }

        var size = 0;
        foreach (var (key, value) in metadata["annotations"] as JsonObject ?? [])
        {
            Key("metadata.annotations", key.ToLowerInvariant(), errors);
            size += key.Length + (value.Text()?.Length ?? 0);
        }

        if (size > AnnotationBytes)
        {
            errors.TooLong("metadata.annotations", AnnotationBytes);
        }

        Owners(metadata["ownerReferences"].Objects().ToList(), errors);
    }

    private static void Name(string name, string plural, FieldErrors errors)
    {
        switch (plural)
        {
            case "namespaces" when name.Length > 63 || !Label().IsMatch(name):
                errors.Invalid("metadata.name", name, "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
                break;
            case "services" when name.Length > 63 || !Label().IsMatch(name) || char.IsAsciiDigit(name[0]):
                errors.Invalid("metadata.name", name, "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");
                break;
            case not ("namespaces" or "services") when name.Length > 253 || !Subdomain().IsMatch(name):
                errors.Invalid("metadata.name", name, "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
                break;
        }
    }

    private static void Key(string field, string key, FieldErrors errors)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var name = key[(slash + 1)..];
        if (name.Length is 0 or > 63 || !QualifiedName().IsMatch(name) || (slash >= 0 && !Subdomain().IsMatch(key[..slash])))
        {
            errors.Invalid(field, key, "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
        }
    }

    private static void Owners(List<JsonObject> owners, FieldErrors errors)
    {
        foreach (var owner in owners)
        {
            foreach (var name in OwnerFields.Where(n => owner.TextAt(n).Length == 0))
            {
                errors.Invalid($"metadata.ownerReferences.{name}", "", $"{(name == "apiVersion" ? "version" : name)} must not be empty");
            }
        }

        var controllers = owners.Where(o => o["controller"].Flag()).Select(o => o.TextAt("name")).ToList();
        if (controllers.Count > 1)
        {
            errors.Invalid("metadata.ownerReferences", new JsonArray([.. owners.Select(o => o.DeepClone())]), $"Only one reference can have Controller set to true. Found \"true\" in references for {controllers[0]} and {controllers[1]}");
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex LabelValue();

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.ExplicitCapture)]
    private static partial Regex QualifiedName();
}
