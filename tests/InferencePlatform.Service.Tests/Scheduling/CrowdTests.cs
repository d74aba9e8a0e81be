using Google.Protobuf;
using Inference;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Service.Tests.Grpc.Rig;
using InferencePlatform.Service.Tests.Inference;

namespace InferencePlatform.Service.Tests.Scheduling;

/// <summary>Many calls at once, some of which are given up: what is lent to one must never be another's.</summary>
public sealed class CrowdTests(FixtureModels models) : IClassFixture<FixtureModels>
{
    private const int Callers = 16;

    private const int Calls = 60;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Each_caller_gets_its_own_answer_while_others_leave(bool queued, bool compressed)
    {
        foreach (var model in models.Server.Server.Catalog.Entries.SelectMany(e => e.Ready))
        {
            for (var i = 0; i < 200; i++)
            {
                model.Cost.Add(queued ? System.Diagnostics.Stopwatch.Frequency : 1);
            }
        }

        var answered = await Task.WhenAll(Enumerable.Range(0, Callers).Select(seed => CallAsync(new Random(seed), compressed)));

        Assert.InRange(answered.Sum(), Callers * Calls / 3, (Callers * Calls) - 1);
        models.Server.Errors.AssertNone();
    }

    /// <summary>Calls one after another; how many were answered.</summary>
    private async Task<int> CallAsync(Random random, bool compressed)
    {
        await Task.Yield();
        var answered = 0;
        for (var i = 0; i < Calls; i++)
        {
            var request = Next(random);
            using var leaving = new CancellationTokenSource();
            if (random.Next(3) == 0)
            {
                leaving.CancelAfter(TimeSpan.FromMicroseconds(random.Next(4000)));
            }

            try
            {
                var answer = await models.Client.InferAsync(request, new CallOptions { CancellationToken = leaving.Token, Compress = compressed });
                Assert.Equal(request.Id, answer.Id);
                Assert.Equal(request.RawInputContents, answer.RawOutputContents);
                Assert.Equal(request.Inputs[0].Contents?.ToByteString(), answer.Outputs[0].Contents?.ToByteString());
                answered++;
            }
            catch (OperationCanceledException) when (leaving.IsCancellationRequested)
            {
                // Given up.
            }
        }

        return answered;
    }

    /// <summary>Mostly small requests; some are larger than every buffer on their way.</summary>
    private static ModelInferRequest Next(Random random)
    {
        var request = new RandomRequest(random).Next();
        if (random.Next(10) == 0)
        {
            var data = RandomTensor.NextBytes(random, 300_000);
            request = Requests.Raw("identity_uint8", "UINT8", [3, 100_000], data);
        }

        request.Id = $"{random.Next()}";
        return request;
    }
}
