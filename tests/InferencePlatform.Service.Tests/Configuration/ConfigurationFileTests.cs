using InferencePlatform.Service.Configuration;

namespace InferencePlatform.Service.Tests.Configuration;

public sealed class ConfigurationFileTests
{
    [Theory]
    [InlineData("grpc-prot: 1", "f.yaml:1: there is no setting 'grpc-prot'; did you mean grpc-port?")]
    [InlineData("threads: 1\ngrpcPort: 1", "f.yaml:2: there is no setting 'grpcPort'; did you mean grpc-port?")]
    [InlineData("threads: [1, 2]", "f.yaml:1: threads must be a whole number from 0 to 1024.")]
    [InlineData("threads: { a: 1 }", "f.yaml:1: threads must be a whole number from 0 to 1024.")]
    [InlineData("threads:", "f.yaml:1: threads must be a whole number from 0 to 1024.")]
    [InlineData("threads: null", "f.yaml:1: threads must be a whole number from 0 to 1024.")]
    [InlineData("- threads", "f.yaml must be one map of settings to values, such as 'log-level: Debug'.")]
    [InlineData("threads", "f.yaml must be one map of settings to values, such as 'log-level: Debug'.")]
    [InlineData("threads: 1\n---\nthreads: 2", "f.yaml must be one map of settings to values, such as 'log-level: Debug'.")]
    public void What_is_wrong_is_said_with_its_line(string text, string problem) =>
        Assert.Equal([problem], ConfigurationFile.Parse(Settings.Table, new StringReader(text), "f.yaml").Problems);

    [Theory]
    [InlineData("threads: 'unended", "f.yaml:1: not valid YAML or JSON: ")]
    [InlineData("threads: 1\nthreads: 2", "f.yaml:2: not valid YAML or JSON: ")]
    [InlineData("{\"threads\": 1", "f.yaml:2: not valid YAML or JSON: ")]
    public void What_is_no_yaml_is_said_with_its_line(string text, string problem) =>
        Assert.StartsWith(problem, Assert.Single(ConfigurationFile.Parse(Settings.Table, new StringReader(text), "f.yaml").Problems), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    public void An_empty_file_sets_nothing(string text)
    {
        var given = ConfigurationFile.Parse(Settings.Table, new StringReader(text), "f.yaml");

        Assert.Empty(given.Values);
        Assert.Empty(given.Problems);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem() =>
        Assert.StartsWith("The configuration file /nowhere/f.yaml cannot be read: ", Assert.Single(ConfigurationFile.Read(Settings.Table, "/nowhere/f.yaml").Problems), StringComparison.Ordinal);

    [Fact]
    public void A_quoted_null_is_text() =>
        Assert.Equal("null", Assert.Single(ConfigurationFile.Parse(Settings.Table, new StringReader("model-name: 'null'"), "f.yaml").Values).Text);

    [Fact]
    public void A_file_nested_without_end_is_refused()
    {
        var text = new string('[', 100_000);
        Assert.Contains("nested more than 16 deep", Assert.Single(ConfigurationFile.Parse(Settings.Table, new StringReader(text), "f.yaml").Problems), StringComparison.Ordinal);
    }
}
