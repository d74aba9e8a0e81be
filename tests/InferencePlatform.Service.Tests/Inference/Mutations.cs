namespace InferencePlatform.Service.Tests.Inference;

/// <summary>Spoils bytes in the ways that find the most: flips, cuts, copies, and numbers at their limits.</summary>
internal sealed class Mutations(Random random)
{
    private static readonly byte[][] Limits =
        [[0], [0x7F], [0x80], [0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0xFF, 0xFF, 0xFF, 0xFF, 0x07]];

    public byte[] Of(byte[] original)
    {
        var bytes = original.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            Mutate(bytes);
        }

        return [.. bytes];
    }

    private void Mutate(List<byte> bytes)
    {
        var at = random.Next(bytes.Count);
        var count = Math.Min(random.Next(1, 9), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, count);
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, count));
                break;
            default:
                bytes.RemoveAt(at);
                bytes.InsertRange(at, Limits[random.Next(Limits.Length)]);
                break;
        }
    }
}
