using Google.Protobuf.WellKnownTypes;
using InferencePlatform.Grpc.Server;

namespace InferencePlatform.Grpc.Tests.Infrastructure;

/// <summary>Methods that many tests call.</summary>
internal static class Methods
{
    public const string Echo = "test.Service/Echo";
    public const string InlineEcho = "test.Service/InlineEcho";
    public const string Wait = "test.Service/Wait";

    private static readonly MessageCodec<StringValue> Strings = ProtobufCodec.For<StringValue>();

    /// <summary>Answers with what it was asked.</summary>
    public static ServerMethods AddEcho(this ServerMethods methods) =>
        methods.AddText(Echo, (text, _) => ValueTask.FromResult(text));

    /// <summary>Answers with what it was asked, on the thread that reads the connection.</summary>
    public static ServerMethods AddInlineEcho(this ServerMethods methods) =>
        methods.AddInline(InlineEcho, async call =>
        {
            using var message = await call.ReadSingleAsync();
            call.BeginMessage(message.Length);
            call.Output.Write(message.Span);
        });

    /// <summary>Answers with what a function makes of what it was asked.</summary>
    public static ServerMethods AddText(this ServerMethods methods, string name, Func<string, ServerCall, ValueTask<string>> answer) =>
        methods.AddUnary(name, Strings, Strings, async (text, call) => new StringValue { Value = await answer(text.Value, call) });

    /// <summary>Answers when it is let go, or fails when it is cancelled.</summary>
    public static ServerMethods AddWait(this ServerMethods methods, Gate gate) =>
        methods.AddText(Wait, async (text, call) =>
        {
            gate.Arrived();
            await gate.Open.WaitAsync(call.CancellationToken);
            return text;
        });

    /// <summary>Answers with more than any client takes.</summary>
    public static ServerMethods AddEndless(this ServerMethods methods, string name) =>
        methods.AddRaw(name, async call =>
        {
            var piece = new byte[64 << 10];
            while (true)
            {
                call.BeginMessage(piece.Length);
                call.Output.Write(piece);
                await call.FlushAsync();
            }
        });
}
