using System.Diagnostics;
using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Scheduling;

public sealed class FailedRunTests
{
    [Fact]
    public async Task A_run_that_fails_counts_toward_what_the_model_costs()
    {
        using var models = new CopiedModels(TestFiles.Models, "fails_at_run");
        await using var server = await TestServer.StartAsync(models.Folder);
        using var client = InferenceClient.To(server);
        var cost = server.Server.Catalog.Find("fails_at_run")!.Latest!.Cost;
        for (var i = 0; i < 400; i++)
        {
            cost.Add(1);
        }

        var before = cost.AverageTicks;
        await Refused.AssertAsync(client.InferAsync(Requests.For("fails_at_run").WithTyped("i", "INT64", [1], new InferTensorContents { Int64Contents = { 7 } })), StatusCode.InvalidArgument, "cannot run on these inputs");
        var after = cost.AverageTicks;

        Assert.InRange(before, 0, 2);
        Assert.InRange(after, 3, Stopwatch.Frequency);
    }
}
