using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Store;

/// <summary>
/// A record is four bytes of length, four of CRC-32C, then JSON: the changes of one transaction, so that a transaction
/// is there whole or not at all. The first record of a file is a snapshot's header and only has a version.
/// </summary>
internal static class JournalRecord
{
    public const int HeaderSize = 8;

    public static byte[] Of(long version, IEnumerable<ObjectEvent> changes)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        buffer.Advance(HeaderSize);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", version);
            writer.WriteStartArray("changes");
            foreach (var change in changes)
            {
                writer.WriteStartObject();
                writer.WriteNumber("version", change.Version);
                writer.WriteString("resource", change.After.Resource);
                writer.WriteString("namespace", change.After.Key.Namespace);
                writer.WriteString("name", change.After.Key.Name);
                if (!change.Deleted)
                {
                    writer.WritePropertyName("object");
                    writer.WriteRawValue(change.After.Utf8, skipInputValidation: true);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        var record = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - HeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Crc(record.AsSpan(HeaderSize)));
        return record;
    }

    /// <summary>Applies the record at an offset.</summary>
    /// <returns>Its length with the header; -1 where it is cut short, -2 where it is whole but wrong.</returns>
    public static int Replay(ReadOnlySpan<byte> file, ref StoreState state)
    {
        if (file.Length < HeaderSize)
        {
            return -1;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(file);
        if (length < 0 || length > file.Length - HeaderSize)
        {
            return -1;
        }

        var payload = file.Slice(HeaderSize, length);
        if (Crc(payload) != BinaryPrimitives.ReadUInt32LittleEndian(file[4..]))
        {
            return length == file.Length - HeaderSize ? -1 : -2;
        }

        var record = JsonTree.ParseObject(payload);
        foreach (var change in record["changes"].Objects())
        {
            var resource = change.TextAt("resource");
            var key = new ObjectKey(change["namespace"].Text(), change.TextAt("name"));
            var version = change["version"].Integer() ?? 0;
            var after = change["object"] is JsonObject content ? new StoredObject(resource, key, version, content) : state.Find(resource, key);
            state = after is null ? state : state.With(new ObjectEvent(version, null, after, change["object"] is null));
        }

        state = state with { Version = Math.Max(state.Version, record["version"].Integer() ?? 0) };
        return HeaderSize + length;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
