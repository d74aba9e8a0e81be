using System.Text.Json.Nodes;
using Google.Protobuf;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Api;

/// <summary>Reads the few objects that <c>kubectl create</c> sends as protobuf; what it does not know it refuses by number.</summary>
internal static class ProtobufBody
{
    /// <summary>Messages within messages that may be empty; kubectl sends three.</summary>
    private const int BlankLevels = 8;

    /// <exception cref="StatusException">415: the object is of another kind, or has other fields. 400: it is malformed.</exception>
    public static JsonObject Read(ReadOnlyMemory<byte> body)
    {
        if (!body.Span.StartsWith("k8s\0"u8))
        {
            throw StatusException.BadRequest("The body is no Kubernetes protobuf object.");
        }

        // runtime.Unknown: the type, then the object's own bytes.
        var (type, raw) = Pair(ByteString.CopyFrom(body.Span[4..]));
        var (apiVersion, kind) = Pair(type);
        var o = Message(kind.ToStringUtf8(), raw);
        o["apiVersion"] = apiVersion.ToStringUtf8();
        o["kind"] = kind.ToStringUtf8();
        return o;
    }

    /// <summary>The fields 1 and 2 of a message, as of an entry of a map.</summary>
    private static (ByteString First, ByteString Second) Pair(ByteString message)
    {
        var fields = Fields(message);
        return (Last(1), Last(2));

        ByteString Last(int number) => fields.LastOrDefault(f => f.Number == number).Content ?? ByteString.Empty;
    }

    private static JsonObject Message(string name, ByteString bytes)
    {
        if (!ProtobufFields.Messages.TryGetValue(name, out var fields))
        {
            throw Unsupported($"no {name}");
        }

        var o = new JsonObject();
        foreach (var (number, value, content) in Fields(bytes))
        {
            if (fields.TryGetValue(number, out var field))
            {
                Set(o, field.Name, field.Form, field.Inner, value, content);
            }
            else if (value != 0 || !IsBlank(content))
            {
                throw Unsupported($"no field {number} of {name}");
            }
        }

        return o;
    }

    private static void Set(JsonObject o, string name, ProtobufField form, string inner, ulong value, ByteString content)
    {
        switch (form)
        {
            case ProtobufField.Text when !content.IsEmpty:
                o[name] = content.ToStringUtf8();
                break;
            case ProtobufField.Number:
                o[name] = (long)value;
                break;
            case ProtobufField.Flag:
                o[name] = value != 0;
                break;
            case ProtobufField.Message:
                o[name] = Message(inner, content);
                break;
            case ProtobufField.Messages:
                (o[name] ??= new JsonArray()).AsArray().Add(Message(inner, content));
                break;
            case ProtobufField.Texts:
                (o[name] ??= new JsonArray()).AsArray().Add(content.ToStringUtf8());
                break;
            case ProtobufField.TextMap or ProtobufField.BytesMap:
                var (key, entry) = Pair(content);
                o.Child(name)[key.ToStringUtf8()] = form == ProtobufField.TextMap ? entry.ToStringUtf8() : entry.ToBase64();
                break;
        }
    }

    /// <summary>Whether a message only says that its fields are empty; Go writes such ones.</summary>
    private static bool IsBlank(ByteString message, int levels = BlankLevels)
    {
        try
        {
            return levels > 0 && Fields(message).All(f => f.Value == 0 && IsBlank(f.Content, levels - 1));
        }
        catch (StatusException)
        {
            return false;
        }
    }

    /// <summary>The fields of a message: each's number, and its value or its bytes.</summary>
    private static List<(int Number, ulong Value, ByteString Content)> Fields(ByteString message)
    {
        var fields = new List<(int Number, ulong Value, ByteString Content)>();
        try
        {
            var input = message.CreateCodedInput();
            while (input.ReadTag() is not 0 and var tag)
            {
                fields.Add(WireFormat.GetTagWireType(tag) switch
                {
                    WireFormat.WireType.Varint => (WireFormat.GetTagFieldNumber(tag), input.ReadUInt64(), ByteString.Empty),
                    WireFormat.WireType.LengthDelimited => (WireFormat.GetTagFieldNumber(tag), 0, input.ReadBytes()),
                    _ => throw Malformed(),
                });
            }
        }
        catch (InvalidProtocolBufferException)
        {
            throw Malformed();
        }

        return fields;
    }

    private static StatusException Malformed() => StatusException.BadRequest("The protobuf body is malformed.");

    private static StatusException Unsupported(string what) =>
        new(415, "UnsupportedMediaType", $"This server reads {what} in protobuf; send application/json, for example with kubectl create -f or kubectl apply -f.");
}
