using System.Text;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Api;

/// <summary>Reads the few objects that <c>kubectl create</c> sends as protobuf; what it does not know it refuses by number.</summary>
internal static class ProtobufBody
{
    /// <exception cref="StatusException">415: the object is of another kind, or has other fields. 400: it is malformed.</exception>
    public static JsonObject Read(ReadOnlyMemory<byte> body)
    {
        if (!body.Span.StartsWith("k8s\0"u8))
        {
            throw StatusException.BadRequest("The body is no Kubernetes protobuf object.");
        }

        // runtime.Unknown: the type, then the object's own bytes.
        ReadOnlyMemory<byte> type = default, raw = default;
        for (var rest = body[4..]; !rest.IsEmpty;)
        {
            var (number, _, content) = Next(ref rest);
            type = number == 1 ? content : type;
            raw = number == 2 ? content : raw;
        }

        var (apiVersion, kind) = ("", "");
        for (var rest = type; !rest.IsEmpty;)
        {
            var (number, _, content) = Next(ref rest);
            apiVersion = number == 1 ? Encoding.UTF8.GetString(content.Span) : apiVersion;
            kind = number == 2 ? Encoding.UTF8.GetString(content.Span) : kind;
        }

        var o = Message(kind, raw);
        o["apiVersion"] = apiVersion;
        o["kind"] = kind;
        return o;
    }

    private static JsonObject Message(string name, ReadOnlyMemory<byte> bytes)
    {
        if (!ProtobufFields.Messages.TryGetValue(name, out var fields))
        {
            throw Unsupported($"no {name}");
        }

        var o = new JsonObject();
        while (!bytes.IsEmpty)
        {
            var (number, value, content) = Next(ref bytes);
            if (fields.TryGetValue(number, out var field))
            {
                Set(o, field.Name, field.Form, field.Inner, value, content);
            }
            else if (value != 0 || (!content.IsEmpty && !IsBlank(content)))
            {
                throw Unsupported($"no field {number} of {name}");
            }
        }

        return o;
    }

    private static void Set(JsonObject o, string name, ProtobufField form, string inner, ulong value, ReadOnlyMemory<byte> content)
    {
        switch (form)
        {
            case ProtobufField.Text when !content.IsEmpty:
                o[name] = Encoding.UTF8.GetString(content.Span);
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
                (o[name] ??= new JsonArray()).AsArray().Add(Encoding.UTF8.GetString(content.Span));
                break;
            case ProtobufField.TextMap or ProtobufField.BytesMap:
                ReadOnlyMemory<byte> key = default, entry = default;
                while (!content.IsEmpty)
                {
                    var (number, _, part) = Next(ref content);
                    key = number == 1 ? part : key;
                    entry = number == 2 ? part : entry;
                }

                o.Child(name)[Encoding.UTF8.GetString(key.Span)] = form == ProtobufField.TextMap ? Encoding.UTF8.GetString(entry.Span) : Convert.ToBase64String(entry.Span);
                break;
        }
    }

    /// <summary>Whether a message only says that its fields are empty; Go writes such ones.</summary>
    private static bool IsBlank(ReadOnlyMemory<byte> message)
    {
        try
        {
            while (!message.IsEmpty)
            {
                var (_, value, content) = Next(ref message);
                if (value != 0 || (!content.IsEmpty && !IsBlank(content)))
                {
                    return false;
                }
            }

            return true;
        }
        catch (StatusException)
        {
            return false;
        }
    }

    /// <summary>The next field: its number, and its value or its bytes.</summary>
    private static (int Number, ulong Value, ReadOnlyMemory<byte> Content) Next(ref ReadOnlyMemory<byte> bytes)
    {
        var tag = Varint(ref bytes);
        var number = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                return (number, Varint(ref bytes), default);
            case 2:
                var length = Varint(ref bytes);
                if (length > (ulong)bytes.Length)
                {
                    break;
                }

                var content = bytes[..(int)length];
                bytes = bytes[(int)length..];
                return (number, 0, content);
        }

        throw StatusException.BadRequest("The protobuf body is malformed.");
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> bytes)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && !bytes.IsEmpty; shift += 7)
        {
            var part = bytes.Span[0];
            bytes = bytes[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw StatusException.BadRequest("The protobuf body is malformed.");
    }

    private static StatusException Unsupported(string what) =>
        new(415, "UnsupportedMediaType", $"This server reads {what} in protobuf; send application/json, for example with kubectl create -f or kubectl apply -f.");
}
