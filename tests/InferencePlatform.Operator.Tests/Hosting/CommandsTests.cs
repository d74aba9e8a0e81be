using System.CommandLine;
using InferencePlatform.Operator.Hosting;
using InferencePlatform.Testing;

namespace InferencePlatform.Operator.Tests.Hosting;

public sealed class CommandsTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Crd_prints_what_is_committed()
    {
        Assert.Equal(0, await RunAsync("crd"));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "manifests/crds/inferencemodels.inferenceplatform.io.yaml"), TestContext.Current.CancellationToken), _output.ToString());
    }

    [Fact]
    public async Task Render_prints_the_objects_of_every_model_of_a_manifest()
    {
        Assert.Equal(0, await RunAsync("render", "-f", Path.Combine(Repository.Root, "manifests/samples/digits.yaml"), "--server-image", "here:1"));
        Assert.Contains("kind: Deployment", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("image: here:1", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\n", "There is no InferenceModel in it.")]
    [InlineData("kind: InferenceModel\nmetadata: { name: digits }\nspec: { model: { uri: 5 } }\n", "The InferenceModel 'digits' cannot be read")]
    [InlineData("kind: InferenceModel\nmetadata: { name: digits }\nspec: { model: { uri: 'ftp://x' } }\n", "'ftp://x' is no URI of a model.")]
    [InlineData("a: [\n", "The manifest is no YAML, line")]
    public async Task Render_says_what_is_wrong_with_a_manifest(string manifest, string message)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, manifest, TestContext.Current.CancellationToken);
            Assert.Equal(1, await RunAsync("render", "-f", file));
            Assert.Contains(message, _errors.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--concurrency", "0", "--concurrency must be from 1 to 256.")]
    [InlineData("--listen", "everywhere", "--listen must be an address and a port")]
    [InlineData("--metrics-listen", "everywhere", "--metrics-listen must be an address and a port")]
    [InlineData("--metrics-listen", "0.0.0.0:8443", "Metrics over TLS need --metrics-listen, --metrics-certificate and --metrics-key together.")]
    [InlineData("--metrics-client-ca", "ca.crt", "Metrics over TLS need")]
    [InlineData("--log-format", "xml", "xml")]
    public async Task Run_refuses_wrong_options(string option, string value, string message)
    {
        Assert.Equal(1, await RunAsync("run", option, value));
        Assert.Contains(message, _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_says_that_a_kubeconfig_is_missing()
    {
        Assert.Equal(2, await RunAsync("run", "--kubeconfig", "/nowhere/config"));
        Assert.Contains("/nowhere/config", _errors.ToString(), StringComparison.Ordinal);
    }

    private Task<int> RunAsync(params string[] args) => OperatorCommands.Create().Parse(args).InvokeAsync(
        new InvocationConfiguration { Output = _output, Error = _errors }, TestContext.Current.CancellationToken);
}
