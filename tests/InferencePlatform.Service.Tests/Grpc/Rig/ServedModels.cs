namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>A whole server for the tests of one class, and a client of it.</summary>
public abstract class ServedModels(string repository) : IAsyncLifetime
{
    // Their outputs are declared to be no tensors, so they are refused at load.
    private static readonly string[] NotServable = ["'optional_out'", "'sequence_out'", "'zipmap'"];

    internal TestServer Server { get; private set; } = null!;

    internal InferenceClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync(repository);
        Client = InferenceClient.To(Server);
        Assert.DoesNotContain(Server.Errors.Take(), e => !NotServable.Any(name => e.Contains(name, StringComparison.Ordinal)));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client?.Dispose();
        await (Server?.DisposeAsync() ?? default);
        Stopped();
    }

    /// <summary>After the server is gone.</summary>
    protected virtual void Stopped()
    {
    }
}
