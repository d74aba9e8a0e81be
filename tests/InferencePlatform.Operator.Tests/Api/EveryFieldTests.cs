using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Schema;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Autoscaling;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Telemetry;
using InferencePlatform.Operator.Tests.Infrastructure;
using InferencePlatform.Testing;

namespace InferencePlatform.Operator.Tests.Api;

/// <summary>No field is accepted and then ignored; and every one has its description and bounds.</summary>
public sealed class EveryFieldTests
{
    private static readonly string Cases = Path.Combine(Repository.Root, "tests/InferencePlatform.Operator.Tests/Rendering/Cases");

    private static readonly JsonObject[] Inputs =
        [.. Directory.GetFiles(Cases, "input.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => KubernetesYaml.Read(File.ReadAllText(f))[0])];

    private static JsonObject Spec => SchemaGenerator.Generate(typeof(InferenceModel))["properties"]!["spec"]!.AsObject();

    public static TheoryData<string> Leaves => [.. LeavesOf(Spec, "spec").Select(l => l.Path)];

    public static TheoryData<string> Nodes => [.. NodesOf(Spec, "spec").Where(n => !n.Path.EndsWith(']') && !n.Path.EndsWith('}')).Select(n => n.Path)];

    [Theory]
    [MemberData(nameof(Leaves))]
    public void A_change_of_the_field_changes_what_is_done(string path)
    {
        var enums = LeavesOf(Spec, "spec").Single(l => l.Path == path).Schema["enum"]?.AsArray();
        var tried = 0;
        foreach (var input in Inputs)
        {
            var changed = input.DeepClone().AsObject();
            if (Change(changed, path, enums))
            {
                tried++;
                if (Behaviour(input) != Behaviour(changed))
                {
                    return;
                }
            }
        }

        Assert.Fail(tried == 0 ? $"No case in {Cases} has {path}; add it to one." : $"A change of {path} changes nothing.");
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public void The_field_has_a_description(string path) =>
        Assert.NotEmpty((string?)NodesOf(Spec, "spec").Single(n => n.Path == path).Schema["description"] ?? "");

    [Theory]
    [MemberData(nameof(Leaves))]
    public void The_field_has_bounds(string path)
    {
        var schema = LeavesOf(Spec, "spec").Single(l => l.Path == path).Schema;
        string[] bounds = ["maximum", "maxLength", "enum"];
        Assert.True((string?)schema["type"] == "boolean" || bounds.Any(schema.ContainsKey), schema.ToJsonString());
    }

    [Fact]
    public void Only_replicas_has_a_default()
    {
        var defaults = NodesOf(Spec, "spec").Where(n => n.Schema.ContainsKey("default")).Select(n => n.Path);
        Assert.Equal(["spec.replicas"], defaults);
    }

    [Fact]
    public void Every_list_and_map_has_a_limit() => Assert.Empty(NodesOf(SchemaGenerator.Generate(typeof(InferenceModel)), "")
        .Where(n => (string?)n.Schema["type"] == "array" ? !n.Schema.ContainsKey("maxItems") : n.Schema.ContainsKey("additionalProperties") && !n.Schema.ContainsKey("maxProperties"))
        .Select(n => n.Path));

    /// <summary>Everything that a spec leads to: objects, steps at first and after an upgrade, and scaling under some load.</summary>
    private static string Behaviour(JsonObject input)
    {
        var model = input.Deserialize<InferenceModel>(KubernetesJson.Options)!;
        var fresh = Samples.Snapshot(model);
        var upgraded = fresh with
        {
            Objects = new(Samples.Applied(model, new RenderContext("registry.example/inference-server:0.9", RenderRevision.First))),
            Policy = Samples.Policy with { AllowFileUris = true },
        };
        return string.Join(
            "\n---\n",
            [
                .. Samples.Applied(model).Select(o => Manifest.Of(o).ToJsonString()),
                Metrics(model),
                StepsOf(fresh),
                StepsOf(upgraded),
                .. model.Spec.Autoscaling?.TargetCallsInFlight is null ? [] : Scaled(model.Spec.Autoscaling),
            ]);
    }

    private static string Metrics(InferenceModel model) => MetricsPage.Of(w => ModelFamilies.Write(w, [(model, null)]));

    private static string StepsOf(Observation.Snapshot snapshot) =>
        string.Join("\n", Decision.Make(snapshot, null).Plan.Steps.Select(s => $"{s.Verb} {s.Target} {(s as Step.Scale)?.Replicas}"));

    private static IEnumerable<string> Scaled(AutoscalingSpec spec)
    {
        var (history, replicas) = (new ScalingHistory(), 3);
        long[] load = [28, 28, 28, 100, 100, 100, 0, 0, 0, 0, 0, 0, 0];
        for (var i = 0; i < load.Length; i++)
        {
            replicas = CallsScaler.Decide(spec, replicas, new LoadSample(load[i], replicas, 0), history, Samples.Now.AddSeconds(30 * i));
            yield return replicas.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static bool Change(JsonNode node, string path, JsonArray? enums)
    {
        var steps = path.Replace("[]", ".[]", StringComparison.Ordinal).Replace("{}", ".{}", StringComparison.Ordinal).Split('.');
        if (Find(node, steps, 0) is not { } value)
        {
            return false;
        }

        value.ReplaceWith(Other(value, enums));
        return true;
    }

    private static JsonValue? Find(JsonNode? node, string[] steps, int at) => at == steps.Length ? node as JsonValue : (steps[at], node) switch
    {
        ("[]", JsonArray items) => items.Select(i => Find(i, steps, at + 1)).FirstOrDefault(v => v is not null),
        ("{}", JsonObject members) => members.Select(m => Find(m.Value, steps, at + 1)).FirstOrDefault(v => v is not null),
        (var name, JsonObject members) => Find(members[name], steps, at + 1),
        _ => null,
    };

    private static JsonNode Other(JsonValue value, JsonArray? enums) => value.GetValueKind() switch
    {
        JsonValueKind.True => false,
        JsonValueKind.False => true,
        JsonValueKind.Number => value.GetValue<long>() + 1,
        _ when enums is not null => enums.First(e => (string?)e != (string?)value)!.DeepClone(),
        _ => OtherText(value.GetValue<string>()),
    };

    private static string OtherText(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return digits > 0 && digits >= text.Length - 2
            ? (long.Parse(text[..digits], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture) + text[digits..]
            : text + "x";
    }

    private static IEnumerable<(string Path, JsonObject Schema)> LeavesOf(JsonObject schema, string path) => NodesOf(schema, path).Where(n =>
        !n.Schema.ContainsKey("properties") && !n.Schema.ContainsKey("items") && !n.Schema.ContainsKey("additionalProperties"));

    private static IEnumerable<(string Path, JsonObject Schema)> NodesOf(JsonObject schema, string path)
    {
        yield return (path, schema);
        var inner = (schema["properties"]?.AsObject() ?? []).Select(p => (Path: $"{path}.{p.Key}", Schema: p.Value!.AsObject()))
            .Concat(schema["items"] is JsonObject items ? [($"{path}[]", items)] : [])
            .Concat(schema["additionalProperties"] is JsonObject values ? [($"{path}{{}}", values)] : []);
        foreach (var node in inner.SelectMany(n => NodesOf(n.Schema, n.Path)))
        {
            yield return node;
        }
    }
}
