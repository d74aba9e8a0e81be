using System.IO.Pipelines;
using InferencePlatform.Grpc.Http2;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>Frames for a client that takes none.</summary>
public sealed class FrameOutputTests
{
    private const int Ping = FrameHeader.Size + sizeof(long);

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 0, readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline));
    private readonly FrameOutput _output;

    public FrameOutputTests()
    {
        _output = new FrameOutput(_pipe.Writer, new Lock(), () => { });
        WritePings(1);
        _output.Flush();
        Assert.True(_output.IsFull);
    }

    [Fact]
    public async Task Control_frames_within_the_limit_are_kept_and_follow_when_the_client_reads()
    {
        WritePings(Http2Limits.ControlBuffer / Ping);
        Assert.False(_output.IsBroken);

        var taken = 0L;
        while (taken < Ping + (Http2Limits.ControlBuffer / Ping * Ping))
        {
            var read = await _pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
            taken += read.Buffer.Length;
            _pipe.Reader.AdvanceTo(read.Buffer.End);
        }

        Assert.False(_output.IsFull);
        Assert.False(_output.IsBroken);
    }

    [Fact]
    public void One_control_frame_more_breaks_the_connection()
    {
        WritePings((Http2Limits.ControlBuffer / Ping) + 1);

        Assert.True(_output.IsBroken);
    }

    [Fact]
    public async Task A_connection_that_is_closed_with_frames_left_ends_without_them()
    {
        WritePings(1);
        await _pipe.Writer.CompleteAsync();

        var read = await _pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
        _pipe.Reader.AdvanceTo(read.Buffer.End);

        Assert.Equal(Ping, read.Buffer.Length);
        Assert.True(_output.IsBroken);
    }

    private void WritePings(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _output.WriteHeader(sizeof(long), FrameType.Ping, FrameFlags.Ack, 0);
            _output.Write(new byte[sizeof(long)]);
        }
    }
}
