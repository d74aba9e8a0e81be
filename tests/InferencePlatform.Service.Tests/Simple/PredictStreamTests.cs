using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Service.Tests.Grpc.Rig;
using Model;

namespace InferencePlatform.Service.Tests.Simple;

/// <summary>Many rows over one call, in the three ways to stream.</summary>
public sealed class PredictStreamTests(SimpleModels models) : IClassFixture<SimpleModels>
{
    [Fact]
    public async Task The_server_streams_a_message_for_each_row()
    {
        var rows = await ReadAsync(Streams.Server(models.Client, new PredictRequest { ModelId = "digits", Inputs = { new double[3 * 64] } }));

        Assert.Equal(3, rows.Count);
        Assert.All(rows, row => Assert.Equal(11, row.Outputs.Count));
        Assert.All(rows, row => Assert.Equal(1, row.Outputs.Skip(1).Sum(), 0.001));
    }

    [Fact]
    public async Task The_server_streams_rows_in_order()
    {
        var rows = await ReadAsync(Streams.Server(models.Client, Request("example_model", [.. Enumerable.Range(0, 1000)])));

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i * 2.0), rows.Select(r => Assert.Single(r.Outputs)));
    }

    [Theory]
    [InlineData("digits")]
    [InlineData("dyn_out", -1.0, -2.0)]
    public async Task The_server_streams_nothing_where_there_are_no_rows(string model, params double[] inputs) =>
        Assert.Empty(await ReadAsync(Streams.Server(models.Client, Request(model, inputs))));

    [Fact]
    public async Task A_server_stream_that_cannot_be_is_refused() => await Refused.AssertAsync(
        ReadAsync(Streams.Server(models.Client, Request("digits", 1))), StatusCode.InvalidArgument, "'image'", "multiple of 64");

    [Fact]
    public async Task The_client_streams_and_gets_all_outputs_in_order()
    {
        using var call = Streams.Client(models.Client);
        for (var i = 0; i < 500; i++)
        {
            await call.Requests.WriteAsync(Request("example_model", i, i + 0.5));
        }

        call.Requests.Complete();

        Assert.Equal(Enumerable.Range(0, 500).SelectMany(i => new[] { i * 2.0, (i * 2.0) + 1 }), (await call.GetResponseAsync()).Outputs);
    }

    [Fact]
    public async Task A_client_that_streams_nothing_gets_an_empty_response()
    {
        using var call = Streams.Client(models.Client);
        call.Requests.Complete();

        Assert.Empty((await call.GetResponseAsync()).Outputs);
    }

    [Fact]
    public async Task A_bad_message_in_a_clients_stream_ends_the_call()
    {
        using var call = Streams.Client(models.Client);
        await call.Requests.WriteAsync(Request("example_model", 1));
        await call.Requests.WriteAsync(Request("nope", 1));

        // It need not wait for the client to have sent everything.
        await Refused.AssertAsync(call.GetResponseAsync(), StatusCode.NotFound, "'nope'", "example_model");
    }

    [Fact]
    public async Task The_gathered_outputs_of_a_client_stream_have_a_limit()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Samples, o => o with { MaxMessageSize = 10_000 });
        using var client = InferenceClient.To(server);
        using var call = Streams.Client(client);
        await call.Requests.WriteAsync(Request("example_model", [.. Enumerable.Range(0, 1000)]));
        await call.Requests.WriteAsync(Request("example_model", [.. Enumerable.Range(0, 1000)]));

        await Refused.AssertAsync(call.GetResponseAsync(), StatusCode.ResourceExhausted, "10000 bytes", "PredictBidiStream");
    }

    [Fact]
    public async Task Both_stream_ten_thousand_messages_in_order()
    {
        const int Count = 10_000;
        using var call = Streams.Bidi(models.Client);
        var sending = SendAsync(call.Requests, Count);

        var next = 0;
        await foreach (var answer in call.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal([next++ * 2.0], answer.Outputs);
        }

        await sending;
        Assert.Equal(Count, next);
    }

    [Fact]
    public async Task Each_message_of_a_bidi_stream_is_answered_before_the_next_is_sent_and_may_name_a_model_of_its_own()
    {
        using var call = Streams.Bidi(models.Client);
        await using var answers = call.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        foreach (var model in (string[])["example_model", "identity_int8", "scalar_in"])
        {
            await call.Requests.WriteAsync(Request(model, 21));
            Assert.True(await answers.MoveNextAsync());
            Assert.Equal([model == "identity_int8" ? 21 : 42], answers.Current.Outputs);
        }

        call.Requests.Complete();
        Assert.False(await answers.MoveNextAsync());
    }

    [Fact]
    public async Task An_error_in_a_bidi_stream_comes_after_the_answers_before_it()
    {
        using var call = Streams.Bidi(models.Client);
        await call.Requests.WriteAsync(Request("example_model", 1));
        await call.Requests.WriteAsync(Request("example_model", 2));
        await call.Requests.WriteAsync(Request("two_in_two_out", 3));
        var answers = new List<PredictResponse>();

        await Refused.AssertAsync(ReadAsync(call, answers), StatusCode.InvalidArgument, "one numeric input", "a FP32 [-1,2]");

        Assert.Equal([2, 4], answers.Select(a => Assert.Single(a.Outputs)));
        Assert.Equal([2], (await models.Client.PredictAsync("example_model", 1)).Outputs);
    }

    private static async Task SendAsync(RequestWriter<PredictRequest> requests, int count)
    {
        await Task.Yield();
        for (var i = 0; i < count; i++)
        {
            await requests.WriteAsync(Request("example_model", i));
        }

        requests.Complete();
    }

    private static PredictRequest Request(string model, params IEnumerable<double> inputs) => new() { ModelId = model, Inputs = { inputs } };

    private static PredictRequest Request(string model, IEnumerable<int> inputs) => Request(model, inputs.Select(i => (double)i));

    private static async Task<List<PredictResponse>> ReadAsync(ServerStreamingCall<PredictResponse> call, List<PredictResponse>? into = null)
    {
        into ??= [];
        await foreach (var message in call.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            into.Add(message);
        }

        return into;
    }
}
