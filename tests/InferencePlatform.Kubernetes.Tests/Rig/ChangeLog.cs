using System.Threading.Channels;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Tests.Rig;

/// <summary>What an informer told, as lines such as <c>+a@1</c>, <c>a@1>2</c> and <c>-a@2</c>.</summary>
internal sealed class ChangeLog
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public void Add(ConfigMap? before, ConfigMap? after) => _lines.Writer.TryWrite((before, after) switch
    {
        (null, { } a) => $"+{a.Metadata.Name}@{a.Metadata.ResourceVersion}",
        ({ } b, null) => $"-{b.Metadata.Name}@{b.Metadata.ResourceVersion}",
        ({ } b, { } a) => $"{a.Metadata.Name}@{b.Metadata.ResourceVersion}>{a.Metadata.ResourceVersion}",
        _ => "nothing",
    });

    public Task<string> NextAsync() => _lines.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<string>> NextAsync(int count)
    {
        var lines = new List<string>();
        while (lines.Count < count)
        {
            lines.Add(await NextAsync());
        }

        return lines;
    }
}
