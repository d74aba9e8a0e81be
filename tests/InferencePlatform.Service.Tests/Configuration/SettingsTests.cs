using System.Collections;
using System.Text.RegularExpressions;
using InferencePlatform.Service.Configuration;

namespace InferencePlatform.Service.Tests.Configuration;

/// <summary>What holds for every setting of the table, whichever it is.</summary>
public sealed partial class SettingsTests
{
    // A good value of each setting, other than its default, as it is written again.
    private static readonly Dictionary<string, string> Values = new()
    {
        ["repository"] = "/some/folder",
        ["repository-poll-interval"] = "30s",
        ["allow-repository-changes"] = "true",
        ["model-path"] = "/some/model.onnx",
        ["model-name"] = "some model",
        ["model-version"] = "7",
        ["model-sha256"] = new string('a', 64),
        ["warmup-samples"] = "/some/samples.json",
        ["warmup-timeout"] = "5s",
        ["strict-readiness"] = "true",
        ["host"] = "127.0.0.1",
        ["grpc-port"] = "1",
        ["http-port"] = "2",
        ["management-port"] = "3",
        ["max-connections"] = "10",
        ["max-connection-age"] = "infinite",
        ["max-connection-age-grace"] = "1m",
        ["tls-certificate"] = "/some/tls.crt",
        ["tls-key"] = "/some/tls.key",
        ["tls-client-ca"] = "/some/ca.crt",
        ["tls-poll-interval"] = "1m",
        ["max-message-size"] = "1MiB",
        ["max-bytes-in-flight"] = "2GiB",
        ["max-calls-in-flight"] = "11",
        ["max-queue-length"] = "12",
        ["request-timeout"] = "1500ms",
        ["threads"] = "3",
        ["compute-threads"] = "4",
        ["drain-delay"] = "0s",
        ["termination-message-path"] = "/dev/termination-log",
        ["log-level"] = "Debug",
        ["log-format"] = "json",
        ["log-requests"] = "true",
        ["otlp-endpoint"] = "http://collector:4317",
    };

    public static TheoryData<string> Names => [.. Settings.Table.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_setting_is_taken_from_the_command_line(string name)
    {
        AssertTaken(name, CommandLine.Parse(Settings.Table, [$"--{name}", Values[name]]).Given, $"--{name}");
        AssertTaken(name, CommandLine.Parse(Settings.Table, [$"--{name}={Values[name]}"]).Given, $"--{name}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_setting_is_taken_from_the_environment(string name)
    {
        var variable = "INFERENCE_" + name.ToUpperInvariant().Replace('-', '_');

        AssertTaken(name, EnvironmentVariables.Read(Settings.Table, new Hashtable { [variable] = Values[name] }), variable);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_setting_is_taken_from_a_file_of_yaml_or_json(string name)
    {
        AssertTaken(name, ConfigurationFile.Parse(Settings.Table, new StringReader($"# settings\n{name}: '{Values[name]}'\n"), "server.yaml"), $"server.yaml:2: {name}");
        AssertTaken(name, ConfigurationFile.Parse(Settings.Table, new StringReader($"{{\n  \"{name}\": \"{Values[name]}\"\n}}"), "server.json"), $"server.json:2: {name}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_settings_default_is_a_value_it_takes(string name)
    {
        var setting = Settings.Table.Find(name)!;

        if (setting.Format(new ServerOptions()) is { } text)
        {
            Assert.Equal(new ServerOptions(), setting.Apply(text, new ServerOptions(), out var problem));
            Assert.Empty(problem);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_setting_says_what_it_does_and_what_it_takes(string name)
    {
        var setting = Settings.Table.Find(name)!;

        Assert.Matches(KebabCase(), setting.Name);
        Assert.EndsWith(".", setting.Description, StringComparison.Ordinal);
        Assert.NotEmpty(setting.Default);
        Assert.NotEmpty(setting.Expected);
    }

    [Fact]
    public void Every_option_of_the_server_is_in_the_table()
    {
        var inTable = Settings.Table.All.Select(s => s.Name.Replace("-", "", StringComparison.Ordinal)).Order();

        Assert.Equal(typeof(ServerOptions).GetProperties().Select(p => p.Name.ToLowerInvariant()).Order(), inTable);
    }

    private static void AssertTaken(string name, Given given, string source)
    {
        Assert.Empty(given.Problems);
        var value = Assert.Single(given.Values);
        Assert.Equal(source, value.Source);
        var options = Settings.Table.Find(name)!.Apply(value.Text, new ServerOptions(), out var problem);
        Assert.Empty(problem);
        Assert.NotEqual(new ServerOptions(), options);
        Assert.Equal(Values[name], Settings.Table.Find(name)!.Format(options!));
    }

    [GeneratedRegex("^[a-z]+[a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();
}
