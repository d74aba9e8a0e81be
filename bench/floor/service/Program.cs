using System.Globalization;
using InferencePlatform.Bench.ServiceFloor;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;

if (args.Length < 2)
{
    await Console.Error.WriteLineAsync("usage: floor-service MODEL FLOATS...");
    return 2;
}

var model = OnnxModel.Load(args[0], new SessionSettings(IntraOpThreads: 1, InterOpThreads: 1));
var version = new ModelVersion("floor", 1, model);
foreach (var text in args.AsSpan(1).ToArray())
{
    var floats = int.Parse(text, CultureInfo.InvariantCulture);
    using var loop = new Loop(version, floats);
    var (nanoseconds, bytes) = loop.Measure();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""{"floats":{{floats}},"ns_per_run":{{nanoseconds:F1}},"bytes_per_run":{{bytes:F1}}}"""));
}

await version.RetireAsync();
return 0;
