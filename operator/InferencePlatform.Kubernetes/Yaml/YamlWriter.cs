using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace InferencePlatform.Kubernetes.Yaml;

/// <summary>JSON as YAML in block style, members in their order.</summary>
internal static class YamlWriter
{
    // What YAML 1.1 readers take for booleans must be quoted, or they would misread it.
    private static readonly HashSet<string> Booleans = new(["y", "n", "yes", "no", "on", "off"], StringComparer.OrdinalIgnoreCase);

    public static string Write(JsonNode? node)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithBestWidth(int.MaxValue).WithNewLine("\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                emitter.Emit(new MappingStart(null, null, isImplicit: true, members.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in members)
                {
                    emitter.Emit(Text(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray items:
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in items)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case null:
                emitter.Emit(new Scalar("null"));
                break;
            default:
                emitter.Emit(node.GetValueKind() == JsonValueKind.String ? Text((string)node!) : new Scalar(node.ToJsonString()));
                break;
        }
    }

    private static Scalar Text(string text) => new(null, null, text, StyleOf(text), isPlainImplicit: true, isQuotedImplicit: true);

    private static ScalarStyle StyleOf(string text) =>
        text.Length == 0 || YamlPlain.Read(text) is not string || Booleans.Contains(text) || IsNumberOfYaml11(text) ? ScalarStyle.DoubleQuoted
        : text.EndsWith('\n') && !text.Any(c => char.IsControl(c) && c != '\n') ? ScalarStyle.Literal
        : text.Any(char.IsControl) ? ScalarStyle.DoubleQuoted
        : ScalarStyle.Any;

    private static bool IsNumberOfYaml11(string text) =>
        char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiDigit(c) || c is '_' or ':' or '.' or 'x' or 'o' or 'e' or 'E' or '+' or '-');
}
