using InferencePlatform.Service.Configuration;

namespace InferencePlatform.Service.Tests.Configuration;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--log-requests")]
    [InlineData("--log-requests true")]
    [InlineData("--log-requests=true")]
    [InlineData("--log-requests --threads 1")]
    public void Naming_what_is_on_or_off_switches_it_on(string line) =>
        Assert.Contains(Parse(line).Given.Values, v => v is { Setting.Name: "log-requests", Text: "true" });

    [Fact]
    public void What_is_on_or_off_can_be_switched_off() =>
        Assert.Equal("false", Assert.Single(Parse("--log-requests=false").Given.Values).Text);

    [Theory]
    [InlineData("--grpc-prot 1", "There is no option --grpc-prot; did you mean --grpc-port?")]
    [InlineData("--grpcPort=1", "There is no option --grpcPort; did you mean --grpc-port?")]
    [InlineData("--quantum-flux", "There is no option --quantum-flux.")]
    [InlineData("-p 1", "There is no option -p.")]
    [InlineData("./models", "'./models' stands alone: values follow an option, as in --repository ./models.")]
    [InlineData("--grpc-port", "--grpc-port needs a value; it must be a whole number from 0 to 65535.")]
    [InlineData("--grpc-port --log-requests", "--grpc-port needs a value; it must be a whole number from 0 to 65535.")]
    [InlineData("--config", "--config needs a value: a file.")]
    [InlineData("--threads 1 --threads 2", "--threads is given 2 times; give it once.")]
    public void What_is_wrong_is_said_with_what_was_meant(string line, string problem) =>
        Assert.Equal([problem], Parse(line).Given.Problems);

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--nonsense --help")]
    public void Help_can_be_asked_for_in_the_usual_ways(string line) => Assert.True(Parse(line).Help);

    [Fact]
    public void A_value_may_hold_an_equals_sign() =>
        Assert.Equal("/a=b", Assert.Single(Parse("--repository=/a=b").Given.Values).Text);

    [Fact]
    public void The_file_the_version_and_the_settings_in_force_can_be_asked_for()
    {
        var line = Parse("--config server.yaml --version --print-config");

        Assert.Equal("server.yaml", line.ConfigurationFile);
        Assert.True(line.Version);
        Assert.True(line.PrintConfiguration);
    }

    private static CommandLine Parse(string line) => CommandLine.Parse(Settings.Table, line.Split(' '));
}
