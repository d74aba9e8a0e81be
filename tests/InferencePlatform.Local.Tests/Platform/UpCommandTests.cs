using InferencePlatform.Local.Hosting;

namespace InferencePlatform.Local.Tests.Platform;

public sealed class UpCommandTests
{
    [Theory]
    [InlineData("--api-port", "abc")]
    [InlineData("--api-port", "65536")]
    [InlineData("--wait", "-1")]
    [InlineData("--wait", "86401")]
    public void A_number_that_cannot_be_meant_is_an_error_that_names_the_option(string option, string value)
    {
        var error = Assert.Single(UpCommand.Create().Parse([option, value]).Errors);

        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--api-port", "65535")]
    [InlineData("--wait", "0")]
    public void The_limits_themselves_are_allowed(string option, string value) => Assert.Empty(UpCommand.Create().Parse([option, value]).Errors);

    [Theory]
    [InlineData(null, "is neither a manifest nor a folder of manifests.")]
    [InlineData("a: [", "The manifest is no YAML")]
    [InlineData("{apiVersion: batch/v1, kind: Job, metadata: {name: a}}", "The single-machine platform has no kind Job in batch/v1.")]
    public async Task A_manifest_that_cannot_be_read_is_refused_before_anything_is_started(string? manifest, string words)
    {
        var folder = Directory.CreateTempSubdirectory("inference-platform-").FullName;
        try
        {
            var (path, state) = (Path.Combine(folder, "manifest.yaml"), Path.Combine(folder, "state"));
            if (manifest is not null)
            {
                await File.WriteAllTextAsync(path, manifest, TestContext.Current.CancellationToken);
            }

            using var error = new StringWriter();
            var code = await UpCommand.Create().Parse(["--state-dir", state, "--apply", path]).InvokeAsync(new() { Error = error }, TestContext.Current.CancellationToken);

            Assert.Equal(1, code);
            Assert.Contains(path, error.ToString(), StringComparison.Ordinal);
            Assert.Contains(words, error.ToString(), StringComparison.Ordinal);
            Assert.False(Directory.Exists(state));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
