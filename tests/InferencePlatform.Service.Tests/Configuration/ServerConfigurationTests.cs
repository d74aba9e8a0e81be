using System.Collections;
using InferencePlatform.Service.Configuration;

namespace InferencePlatform.Service.Tests.Configuration;

public sealed class ServerConfigurationTests
{
    private static readonly string Repository = TestFiles.Samples;

    [Fact]
    public void The_command_line_wins_over_the_environment_which_wins_over_the_file()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.yaml");
        File.WriteAllText(file, "threads: 1\ncompute-threads: 1\nmax-queue-length: 1\n");
        try
        {
            var configuration = Load(
                $"--config {file} --repository {Repository} --threads 3",
                new Hashtable { ["INFERENCE_THREADS"] = "2", ["INFERENCE_COMPUTE_THREADS"] = "2" });

            Assert.Empty(configuration.Problems);
            Assert.Equal((3, 2, 1, 4096), (configuration.Options.Threads, configuration.Options.ComputeThreads, configuration.Options.MaxQueueLength, configuration.Options.MaxConnections));
            Assert.Equal("--threads", configuration.Sources["threads"]);
            Assert.Equal("INFERENCE_COMPUTE_THREADS", configuration.Sources["compute-threads"]);
            Assert.Equal($"{file}:3: max-queue-length", configuration.Sources["max-queue-length"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var configuration = Load(
            "--nonsense --threads many --http-port 50051 --model-sha256 abc --repository /nowhere/models",
            new Hashtable { ["INFERENCE_LOG_FORMAT"] = "xml", ["INFERENCE_THREAD"] = "1" });

        Assert.Equal(
            [
                "There is no setting for the environment variable INFERENCE_THREAD; did you mean INFERENCE_THREADS?",
                "There is no option --nonsense.",
                "INFERENCE_LOG_FORMAT: 'xml' cannot be used; it must be one of text, json.",
                "--threads: 'many' cannot be used; it must be a whole number from 0 to 1024.",
                "--model-sha256: 'abc' cannot be used; it must be 64 hex digits.",
                "--model-sha256 is about a single model, and there is none; give its file with --model-path.",
                "--repository: the folder /nowhere/models does not exist.",
                "--grpc-port and --http-port have the same port, 50051; each needs one of its own.",
            ],
            configuration.Problems);
    }

    [Theory]
    [InlineData("--repository . --model-path m.onnx", "A repository (--repository) and a single model (--model-path) are both given; give one of them.")]
    [InlineData("", "There is nothing to serve: give a folder of models with --repository (<model>/<version>/model.onnx), or one file with --model-path.")]
    [InlineData("--model-path /nowhere/m.onnx", "--model-path: the file /nowhere/m.onnx does not exist.")]
    [InlineData("--model-path /", "--model-path: the file / is a folder.")]
    [InlineData("--model-path /model.onnx", "No name can be taken from the model's path /model.onnx; give one with --model-name.")]
    [InlineData("--model-path m.onnx --warmup-samples /nowhere.json", "--warmup-samples: the file /nowhere.json does not exist.")]
    [InlineData("--model-path m.onnx --allow-repository-changes", "--allow-repository-changes is about a repository, and a single model is served (--model-path); leave one of them out.")]
    [InlineData("--repository /dev/null", "--repository: the folder /dev/null is a file; one file is served with --model-path.")]
    [InlineData("--repository . --http-port 9090", "--http-port and --management-port have the same port, 9090; each needs one of its own.")]
    [InlineData("--repository . --max-bytes-in-flight 1MiB", "--max-message-size is above --max-bytes-in-flight, so that its largest requests would always be refused; lower the one or raise the other.")]
    public void Settings_that_do_not_go_together_are_a_problem(string line, string problem) =>
        Assert.Contains(Load(line).Problems, p => p.StartsWith(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("--repository . --grpc-port 0 --http-port 0 --management-port 0")]
    [InlineData("--repository . --max-connection-age infinite")]
    public void Settings_that_go_together_are_no_problem(string line) => Assert.Empty(Load(line).Problems);

    [Theory]
    [InlineData("digits.onnx", "digits")]
    [InlineData("/models/digits.onnx", "digits")]
    [InlineData("/models/digits/1/model.onnx", "digits")]
    [InlineData("/models/digits/model.onnx", "digits")]
    [InlineData("/1/model.onnx", null)]
    [InlineData("/model.onnx", null)]
    public void A_single_models_name_comes_from_its_path(string path, string? name) => Assert.Equal(name, OptionsDefaults.NameFromPath(path));

    [Fact]
    public void A_name_that_was_given_stays() =>
        Assert.Equal("mine", Load("--model-path digits.onnx --model-name mine").Options.ModelName);

    [Fact]
    public void The_settings_in_force_are_printed_so_that_they_can_be_read_again()
    {
        var before = Load($"--repository {Repository} --threads 3 --max-message-size 1MiB --termination-message-path /it's --host ::");

        var again = Settings.Table.Combine(ConfigurationFile.Parse(Settings.Table, new StringReader(EffectiveConfiguration.Create(Settings.Table, before)), "printed"));

        Assert.Empty(again.Problems);
        Assert.Equal(before.Options, again.Options);
    }

    [Fact]
    public void The_settings_in_force_are_printed_with_where_they_come_from()
    {
        var lines = EffectiveConfiguration.Create(Settings.Table, Load($"--repository {Repository} --threads 3")).Split('\n');

        Assert.Contains("threads: 3  # --threads", lines);
        Assert.Contains("# grpc-port: 50051  # default", lines);
        Assert.Contains("# model-path: none  # default", lines);
    }

    private static SettingsInForce<ServerOptions> Load(string line, Hashtable? environment = null) =>
        Settings.Table.Load(CommandLine.Parse(Settings.Table, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)), environment ?? []);
}
