using System.Text;
using InferencePlatform.Service.Fetching;
using InferencePlatform.Service.Tests.Fetching.Rig;

namespace InferencePlatform.Service.Tests.Fetching;

/// <summary>Servers that break off, stall, change their mind, and come back.</summary>
public sealed class RetryTests : IDisposable
{
    private readonly FetchRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("500 Internal Server Error")]
    [InlineData("503 Service Unavailable")]
    [InlineData("429 Too Many Requests")]
    [InlineData("408 Request Timeout")]
    public async Task A_server_that_fails_for_a_while_is_asked_again(string status)
    {
        await using var server = ScriptedServer.Of(Answers.Status(status), Answers.Status(status), Answers.Whole());

        await _rig.FetchAsync(server.FileUri, o => o with { Sha256 = Answers.Sha256 });

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(2, _rig.Log.All.Count(l => l.StartsWith("Warning: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_that_only_fails_is_given_up_after_so_many_attempts()
    {
        await using var server = ScriptedServer.Of(Answers.Status("502 Bad Gateway"));

        var failure = await _rig.FailAsync(server.FileUri);

        Assert.Equal(FetchFailure.Unreachable, failure.Failure);
        Assert.Equal($"{server.FileUri}: the server failed (502 BadGateway). 3 attempts in a row brought nothing more. Check that the source can be reached from here, or raise --attempts (spec.model.download.attempts of an InferenceModel).", failure.Message);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Nobody_there_is_told_with_the_address()
    {
        var server = ScriptedServer.Of(Answers.Whole());
        await server.DisposeAsync();

        var failure = await _rig.FailAsync(server.FileUri, o => o with { Attempts = 1 });

        Assert.StartsWith($"http://{server.Address.Authority}: no connection: Connection refused. It was tried once.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_breaks_off_goes_on_where_it_broke()
    {
        await using var server = ScriptedServer.Of(Answers.Announced(16, Answers.Body[..5]), Answers.Part(5));

        await _rig.FetchAsync(server.FileUri, o => o with { Sha256 = Answers.Sha256 });

        Assert.Equal((5, "\"one\""), (server.Requests[1].From, server.Requests[1].Headers["If-Range"]));
        Assert.Contains(_rig.Log.All, l => l.EndsWith("going on at byte 5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Breaks_without_number_are_borne_while_each_attempt_brings_more()
    {
        await using var server = new ScriptedServer((request, stream, stop) =>
        {
            var from = request.From ?? 0;
            var answer = from == 0 ? Answers.Announced(16, Answers.Body[..1]) : Answers.Part(from);
            var end = answer.Length - (from == 0 ? 0 : 16 - from - 1);
            return stream.WriteAsync(Encoding.Latin1.GetBytes(answer[..end]), stop).AsTask();
        });

        await _rig.FetchAsync(server.FileUri, o => o with { Sha256 = Answers.Sha256, Attempts = 2 });

        Assert.Equal(16, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_sends_it_all_again()
    {
        await using var server = ScriptedServer.Of(Answers.Announced(16, Answers.Body[..5]), Answers.Whole());

        await _rig.FetchAsync(server.FileUri, o => o with { Sha256 = Answers.Sha256 });

        Assert.Equal(5, server.Requests[1].From);
        Assert.Contains(_rig.Log.All, l => l.Contains("cannot go on at byte 5", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ETag: W/\"weak\"\r\n")]
    public async Task Without_a_strong_tag_no_range_is_asked_for(string headers)
    {
        await using var server = ScriptedServer.Of(Answers.Announced(16, "other", headers), Answers.Whole());

        await _rig.FetchAsync(server.FileUri, o => o with { Sha256 = Answers.Sha256 });

        Assert.Null(server.Requests[1].From);
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_read_from_its_beginning()
    {
        await using var server = ScriptedServer.Of(Answers.Announced(16, "another 1"), Answers.Whole(headers: "ETag: \"two\"\r\n"));

        var report = await _rig.FetchAsync(server.FileUri);

        Assert.Equal((Answers.Sha256, "\"two\""), (report.Sha256, report.ETag));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_part_that_begins_elsewhere_is_not_taken(int from)
    {
        await using var server = ScriptedServer.Of(Answers.Announced(16, Answers.Body[..5]), Answers.Part(from), Answers.Whole());

        await _rig.FetchAsync(server.FileUri, o => o with { Sha256 = Answers.Sha256 });

        Assert.Null(server.Requests[2].From);
    }

    [Fact]
    public async Task A_part_of_another_state_is_not_taken()
    {
        await using var server = ScriptedServer.Of(Answers.Announced(16, Answers.Body[..5]), Answers.Part(5, "ANOTHER STATE..!", "\"two\""), Answers.Whole());

        await _rig.FetchAsync(server.FileUri, o => o with { Sha256 = Answers.Sha256 });

        Assert.Null(server.Requests[2].From);
    }

    [Fact]
    public async Task A_file_that_shrank_is_read_from_its_beginning()
    {
        await using var server = ScriptedServer.Of(Answers.Announced(20, Answers.Body + "gh"), Answers.Status("416 Range Not Satisfiable"), Answers.Whole());

        await _rig.FetchAsync(server.FileUri, o => o with { Sha256 = Answers.Sha256 });

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 16\r\nETag: \"one\"\r\n\r\n01234")]
    public async Task A_server_that_stalls_is_given_up_and_asked_again(string first)
    {
        await using var server = new ScriptedServer(async (request, stream, stop) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request.Number == 1 ? first : request.From is { } from ? Answers.Part(from) : Answers.Whole()), stop);
            if (request.Number == 1)
            {
                await Task.Delay(Timeout.Infinite, stop);
            }
        });

        await _rig.FetchAsync(server.FileUri, o => o with { Sha256 = Answers.Sha256, StallTimeout = TimeSpan.FromMilliseconds(200) });

        Assert.Contains(_rig.Log.All, l => l.Contains("nothing came for 0.2 s.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_whole_of_it_is_bounded_in_time()
    {
        await using var server = new ScriptedServer(async (request, stream, stop) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Answers.Announced(1_000_000, "")), stop);
            while (true)
            {
                await stream.WriteAsync("x"u8.ToArray(), stop);
                await Task.Delay(10, stop);
            }
        });

        var failure = await _rig.FailAsync(server.FileUri, o => o with { Timeout = TimeSpan.FromMilliseconds(500) });

        Assert.Equal(FetchFailure.Unreachable, failure.Failure);
        Assert.Equal($"{server.FileUri} did not come within 0.5 s, which is --timeout; raise it, or find out why the source is slow.", failure.Message);
    }

    [Fact]
    public async Task Told_to_stop_it_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new ScriptedServer(async (request, stream, ended) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Answers.Announced(1_000_000, "some")), ended);
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, ended);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.FetchAsync(server.FileUri, stop: stop.Token));

        Assert.Empty(_rig.Files);
    }
}
