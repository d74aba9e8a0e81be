using System.CommandLine;
using InferencePlatform.Bench.Operator;
using InferencePlatform.TestCluster;

var models = new Option<int>("--models") { Description = "InferenceModels that are made at once.", DefaultValueFactory = _ => 1000 };
models.Validators.Add(given =>
{
    if (given.GetValue(models) is < 1 or > 30_000)
    {
        given.AddError("--models must be from 1 to 30000.");
    }
});
var report = new Option<string>("--report") { Description = "The file for the table.", DefaultValueFactory = _ => "artifacts/bench/operator.md" };
var program = new Option<string>("--operator") { Description = "The operator's program, as it ships.", DefaultValueFactory = _ => "artifacts/operator/inference-operator" };
var root = new RootCommand("Measures the operator with many models.") { models, report, program };
root.SetAction(async (given, cancellationToken) =>
{
    var kind = ApiServers.WhyNot(ApiServerKind.Real) is null ? ApiServerKind.Real : ApiServerKind.Embedded;
    await using var server = await ApiServers.StartAsync(kind);
    var table = (await Measurement.RunAsync(server, Path.GetFullPath(given.GetRequiredValue(program)), given.GetValue(models))).ToMarkdown();
    var file = Path.GetFullPath(given.GetRequiredValue(report));
    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    await File.WriteAllTextAsync(file, table, cancellationToken);
    Console.Write(table);
});
return await root.Parse(args).InvokeAsync();
