using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Events;

/// <summary>Something that happened. Those that are equal belong to one series.</summary>
internal sealed record Occurrence(string Type, string Reason, string Action, string Note, ObjectReference Regarding)
{
    /// <summary>Bytes that the API server allows in a note.</summary>
    private const int MaxNote = 1024;

    private const string Ellipsis = "…";

    public static Occurrence Of(string type, string reason, string action, string note, KubernetesObject regarding) => new(
        type,
        reason,
        action,
        Shortened(note),
        new ObjectReference
        {
            ApiVersion = regarding.ApiVersion ?? ResourceType.Of(regarding.GetType()).ApiVersion,
            Kind = regarding.Kind ?? ResourceType.Of(regarding.GetType()).Kind,
            Namespace = regarding.Metadata.Namespace,
            Name = regarding.Metadata.Name,
            Uid = regarding.Metadata.Uid,
        });

    private static string Shortened(string note)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(note) <= MaxNote)
        {
            return note;
        }

        var bytes = 0;
        var length = 0;
        foreach (var rune in note.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxNote - Ellipsis.Length * 3)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return note[..length] + Ellipsis;
    }
}
