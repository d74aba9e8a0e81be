using System.Buffers;
using Google.Protobuf;

namespace InferencePlatform.Grpc;

/// <summary>Codecs of generated protobuf messages.</summary>
public static class ProtobufCodec
{
    /// <summary>The codec of one generated message type.</summary>
    /// <typeparam name="T">The generated message type.</typeparam>
    public static MessageCodec<T> For<T>()
        where T : IMessage<T>, new() => Cache<T>.Codec;

    private static class Cache<T>
        where T : IMessage<T>, new()
    {
        public static readonly MessageCodec<T> Codec = new GeneratedMessageCodec<T>();
    }

    private sealed class GeneratedMessageCodec<T> : MessageCodec<T>
        where T : IMessage<T>, new()
    {
        private readonly MessageParser<T> _parser = new(static () => new T());

        public override int GetSize(T message) => message.CalculateSize();

        public override void Write(T message, IBufferWriter<byte> output) => message.WriteTo(output);

        public override T Read(ReadOnlySpan<byte> bytes)
        {
            try
            {
                return _parser.ParseFrom(bytes);
            }
            catch (InvalidProtocolBufferException e)
            {
                var status = new Status(StatusCode.Internal, $"The message is not a valid {typeof(T).Name}: {e.Message}");
                throw new RpcException(status, inner: e);
            }
        }
    }
}
