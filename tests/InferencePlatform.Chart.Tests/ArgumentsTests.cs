using InferencePlatform.Chart.Tests.Rendering;
using InferencePlatform.Kubernetes.Yaml;

namespace InferencePlatform.Chart.Tests;

/// <summary>The operator's program understands what the chart tells it.</summary>
public sealed class ArgumentsTests
{
    public static TheoryData<string> Cases => [.. ChartFolder.Cases];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_operator_takes_the_arguments_of_every_case(string name)
    {
        var deployment = KubernetesYaml.Read(await File.ReadAllTextAsync(ChartFolder.Expected(name), TestContext.Current.CancellationToken)).Single(o => o.Text("kind") == "Deployment");
        var arguments = deployment.At("spec.template.spec.containers[0].args")!.AsArray().Select(a => (string)a!);

        await using var program = new ToolProcess(Programs.Operator, [.. arguments, "--kubeconfig", "/nowhere/config"]);

        // It gets as far as looking for its cluster; arguments that it does not know end it with 1.
        Assert.Equal(2, await program.EndAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("/nowhere/config", program.Errors, StringComparison.Ordinal);
    }
}
