using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferencePlatform.Kubernetes.Schema;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Testing;

namespace InferencePlatform.Operator.Tests.Docs;

public sealed partial class OperatorDocsTests
{
    private const string Introduction = """
        # InferenceModel

        Every field of the resource `inferencemodels.inferenceplatform.io`, version `v1alpha1`. Written from its types in
        [Api/V1Alpha1](../operator/InferencePlatform.Operator/Api/V1Alpha1); `UPDATE_GOLDEN=1 make test` writes it anew.

        The short name is `imodel`. Another API group has a kind of the same name; where both are installed,
        `kubectl get imodel` and the full name reach this one. What goes wrong, and what to do, is in
        [operations](operations.md#conditions).

        ```yaml
        apiVersion: inferenceplatform.io/v1alpha1
        kind: InferenceModel
        metadata:
          name: digits
        spec:
          model:
            uri: https://models.example/digits/3/model.onnx
        ```

        """;

    [Fact]
    public void The_reference_is_what_the_types_say()
    {
        var schema = SchemaGenerator.Generate(typeof(InferenceModel))["properties"]!;
        GoldenFile.AssertIs(
            "../../../docs/inferencemodel.md",
            Introduction + FieldReference.Write((JsonObject)schema["spec"]!, "spec") + FieldReference.Write((JsonObject)schema["status"]!, "status"));
    }

    [Fact]
    public void Every_reason_is_in_the_table_of_conditions_and_no_other()
    {
        var table = File.ReadAllText(Path.Combine(Repository.Root, "docs/operations.md")).Split("## Conditions")[1].Split("\n## ")[0];
        var reasons = typeof(Reasons).GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => (string)f.GetRawConstantValue()!);

        Assert.Equal(reasons.Order(StringComparer.Ordinal), Row().Matches(table).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `([A-Z][A-Za-z]+)`", RegexOptions.Multiline)]
    private static partial Regex Row();
}
