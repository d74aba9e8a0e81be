using System.Collections;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Fetching;

namespace InferencePlatform.Service.Tests.Fetching;

/// <summary>The settings of a fetch, and everything that can be wrong with them.</summary>
public sealed class FetchSettingsTests
{
    private const string Good = "--uri https://host/model.onnx --target t";

    // A good value of each setting, other than its default, as it is written again.
    private static readonly Dictionary<string, string> Values = new()
    {
        ["uri"] = "s3://bucket/key",
        ["sha256"] = new string('a', 64),
        ["credentials-dir"] = "/var/run/secret",
        ["ca-file"] = "/etc/ca.pem",
        ["s3-endpoint"] = "http://minio:9000",
        ["s3-region"] = "eu-central-1",
        ["s3-path-style"] = "true",
        ["s3-anonymous"] = "true",
        ["target"] = "/models",
        ["link"] = "true",
        ["max-size"] = "5GiB",
        ["timeout"] = "1h",
        ["stall-timeout"] = "5s",
        ["attempts"] = "9",
        ["termination-message-path"] = "/dev/termination-log",
        ["log-level"] = "Debug",
        ["log-format"] = "json",
    };

    public static TheoryData<string> Names => [.. FetchSettings.Table.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_setting_is_taken_from_everywhere(string name)
    {
        var variable = "INFERENCE_FETCH_" + name.ToUpperInvariant().Replace('-', '_');
        AssertTaken(name, CommandLine.Parse(FetchSettings.Table, [$"--{name}={Values[name]}"]).Given);
        AssertTaken(name, EnvironmentVariables.Read(FetchSettings.Table, new Hashtable { [variable] = Values[name] }));
        AssertTaken(name, ConfigurationFile.Parse(FetchSettings.Table, new StringReader($"{name}: '{Values[name]}'"), "f.yaml"));
    }

    [Fact]
    public void Every_option_is_in_the_table() => Assert.Equal(
        typeof(FetchOptions).GetProperties().Select(p => p.Name.ToLowerInvariant()).Order(),
        FetchSettings.Table.All.Select(s => s.Name.Replace("-", "", StringComparison.Ordinal)).Order());

    [Fact]
    public void Server_and_fetch_leave_each_others_variables_alone()
    {
        var environment = new Hashtable
        {
            ["INFERENCE_GRPC_PORT"] = "1",
            ["INFERENCE_FETCH_ATTEMPTS"] = "2",
            ["INFERENCE_FETCH_TOKEN"] = "t",
            ["INFERENCE_FETCH_CONFIG"] = "",
        };

        Assert.Equal(["grpc-port"], EnvironmentVariables.Read(Settings.Table, environment).Values.Select(v => v.Setting.Name));
        var fetch = EnvironmentVariables.Read(FetchSettings.Table, environment);
        Assert.Equal(["attempts"], fetch.Values.Select(v => v.Setting.Name));
        Assert.Empty(fetch.Problems);
    }

    [Fact]
    public void Every_problem_is_told_at_once() => Assert.Equal(
        [
            "There is no setting for the environment variable INFERENCE_FETCH_URL; did you mean INFERENCE_FETCH_URI?",
            "There is no option --sha265; did you mean --sha256?",
            "--attempts: '0' cannot be used; it must be a whole number from 1 to 1000.",
            "--s3-region: 'eu/1' cannot be used; it must be letters, digits and hyphens.",
            "There is nothing to fetch: give --uri, such as https://host/model.onnx, s3://bucket/key or file:///folder/model.onnx.",
            "There is nowhere to bring it to: give a folder with --target.",
        ],
        Problems("--sha265 abc --attempts 0 --s3-region eu/1", new Hashtable { ["INFERENCE_FETCH_URL"] = "https://h/m" }));

    [Theory]
    [InlineData(Good + " --s3-anonymous", "--s3-anonymous is about s3, and https://host/model.onnx is elsewhere; leave it out.")]
    [InlineData(Good + " --link", "--link is about files of this machine, and https://host/model.onnx is elsewhere; leave it out.")]
    [InlineData("--target t --uri https://u:secret@host/m", "--uri: https://…@host/m has a user in it; credentials belong in the environment or in --credentials-dir, where no list of processes shows them.")]
    [InlineData("--target t --uri gs://b/m?k=secret", "--uri: 'gs://b/m?…' cannot be fetched; it must be a URI such as https://host/model.onnx, s3://bucket/key or file:///folder/model.onnx.")]
    [InlineData("--target /dev/null --uri https://host/m", "--target: /dev/null is a file; it must be a folder.")]
    [InlineData(Good + " --ca-file /dev/null", "--ca-file: no certificate can be read from /dev/null; it must have PEM text, BEGIN CERTIFICATE.")]
    [InlineData("https://u:secret@host/m?sig=secret", "'https://…@host/m?…' stands alone: values follow an option, as in --uri https://…@host/m?….")]
    public void A_problem_is_told_without_anything_secret(string line, string problem)
    {
        var problems = Problems(line);

        Assert.Contains(problem, problems);
        Assert.DoesNotContain(problems, p => p.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("s3://b/k", "", "An s3 source needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as variables or as files in --credentials-dir; or say --s3-anonymous for a bucket that anybody may read.")]
    [InlineData("s3://b/k", "AWS_ACCESS_KEY_ID=a", "An s3 source needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as variables or as files in --credentials-dir; or say --s3-anonymous for a bucket that anybody may read.")]
    [InlineData("https://h/m", "INFERENCE_FETCH_TOKEN=t INFERENCE_FETCH_USERNAME=u INFERENCE_FETCH_PASSWORD=p", "A token and a username are both given; give one of them.")]
    [InlineData("https://h/m", "INFERENCE_FETCH_USERNAME=u", "A username and a password belong together; one of them is missing.")]
    [InlineData("https://h/m", "INFERENCE_FETCH_TOKEN=two\nlines", "The credential INFERENCE_FETCH_TOKEN must be one line of text.")]
    public void Credentials_that_do_not_suit_the_source_are_a_problem(string uri, string variables, string problem) =>
        Assert.Equal([problem], CredentialProblems(uri, variables));

    [Theory]
    [InlineData("s3://b/k", "AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b")]
    [InlineData("https://h/m", "")]
    [InlineData("https://h/m", "INFERENCE_FETCH_TOKEN= INFERENCE_FETCH_USERNAME=u INFERENCE_FETCH_PASSWORD=p")]
    [InlineData("file:///m", "")]
    public void Credentials_that_suit_the_source_are_none(string uri, string variables) => Assert.Empty(CredentialProblems(uri, variables));

    [Fact]
    public void A_secret_that_is_not_mounted_is_a_problem() => Assert.Equal(
        ["--credentials-dir: the folder /nowhere does not exist; mount the Secret there."],
        FetchCredentials.Read("/nowhere", new Hashtable()).Problems);

    private static IEnumerable<string> CredentialProblems(string uri, string variables)
    {
        var environment = new Hashtable();
        foreach (var variable in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            environment[variable.Split('=')[0]] = variable.Split('=')[1];
        }

        Assert.True(ModelUri.TryParse(uri, out var parsed, out _));
        return FetchOptionsCheck.FindProblems(new FetchOptions(), parsed, FetchCredentials.Read(null, environment));
    }

    private static IReadOnlyList<string> Problems(string line, Hashtable? environment = null) =>
        FetchSettings.Table.Load(CommandLine.Parse(FetchSettings.Table, line.Split(' ')), environment ?? []).Problems;

    private static void AssertTaken(string name, Given given)
    {
        Assert.Empty(given.Problems);
        var setting = FetchSettings.Table.Find(name)!;
        var options = setting.Apply(Assert.Single(given.Values).Text, new FetchOptions(), out var problem);
        Assert.Empty(problem);
        Assert.NotEqual(new FetchOptions(), options);
        Assert.Equal(Values[name], setting.Format(options!));
    }
}
