using System.Text;

namespace InferencePlatform.Grpc.Http2.Hpack;

/// <summary>Makes strings of headers; those that come again and again are made once.</summary>
internal sealed class HeaderStrings
{
    private const int Places = 64;
    private const int LongestKept = 128;

    private readonly string?[] _kept = new string?[Places];

    public string Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return "";
        }

        if (bytes.Length > LongestKept)
        {
            return Encoding.Latin1.GetString(bytes);
        }

        ref var kept = ref _kept[(bytes.Length + (bytes[0] * 7) + (bytes[bytes.Length / 2] * 13) + (bytes[^1] * 31)) % Places];
        return kept is not null && Equal(kept, bytes) ? kept : kept = Encoding.Latin1.GetString(bytes);
    }

    private static bool Equal(string text, ReadOnlySpan<byte> bytes)
    {
        if (text.Length != bytes.Length)
        {
            return false;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            if (text[i] != bytes[i])
            {
                return false;
            }
        }

        return true;
    }
}
