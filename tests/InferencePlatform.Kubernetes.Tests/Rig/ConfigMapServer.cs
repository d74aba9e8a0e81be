using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Kubernetes.Tests.Rig;

/// <summary>A server of one collection whose lists and watches a test answers one by one; the last answer is given again.</summary>
internal sealed class ConfigMapServer : IAsyncDisposable
{
    private readonly Func<HttpContext, Task>[] _lists;
    private readonly Func<HttpContext, Task>[] _watches;
    private int _list;
    private int _watch;

    private ConfigMapServer(Func<HttpContext, Task>[] lists, Func<HttpContext, Task>[] watches) => (_lists, _watches) = (lists, watches);

    public ScriptedServer Http { get; private set; } = null!;

    /// <summary>The resource versions that watches began from.</summary>
    public IReadOnlyList<string> WatchedFrom =>
        [.. Http.Requests.Where(IsWatch).Select(r => r.PathAndQuery.Split("resourceVersion=")[1].Split('&')[0])];

    public int Lists => Http.Requests.Count(r => !IsWatch(r));

    public static async Task<ConfigMapServer> StartAsync(Func<HttpContext, Task>[] lists, Func<HttpContext, Task>[] watches)
    {
        var server = new ConfigMapServer(lists, watches);
        server.Http = await ScriptedServer.StartAsync(server.AnswerAsync);
        return server;
    }

    public ValueTask DisposeAsync() => Http.DisposeAsync();

    private static bool IsWatch(SeenRequest request) => request.PathAndQuery.Contains("watch=true", StringComparison.Ordinal);

    private Task AnswerAsync(HttpContext context) => context.Request.Query.ContainsKey("watch")
        ? _watches[Math.Min(Interlocked.Increment(ref _watch), _watches.Length) - 1](context)
        : _lists[Math.Min(Interlocked.Increment(ref _list), _lists.Length) - 1](context);
}
