using System.Net;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Tests.Rig;

/// <summary>The leases of a cluster, in memory, with the API server's rule for versions.</summary>
internal sealed class FakeLeases
{
    private readonly Lock _lock = new();
    private Lease? _lease;
    private int _version;

    public Lease? Current
    {
        get
        {
            lock (_lock)
            {
                return _lease;
            }
        }
    }

    public Lease Write(Lease lease, bool create)
    {
        lock (_lock)
        {
            if (create ? _lease is not null : _lease is null || _lease.Metadata.ResourceVersion != lease.Metadata.ResourceVersion)
            {
                throw new ApiException(HttpStatusCode.Conflict, "Conflict", "Somebody was faster.");
            }

            return _lease = lease with { Metadata = lease.Metadata with { ResourceVersion = $"{++_version}" } };
        }
    }

    public Client For() => new(this);

    /// <summary>One process's way to them, which can break.</summary>
    internal sealed class Client(FakeLeases leases) : IKubernetesClient
    {
        private int _calls;

        /// <summary>What happens instead of an answer.</summary>
        public Func<CancellationToken, Task>? Breakage { get; set; }

        public int Calls => _calls;

        public Uri Server { get; } = new("https://example.com");

        public async Task<T> GetAsync<T>(ResourceType resource, ObjectKey key, CancellationToken cancellationToken)
            where T : class
        {
            await CallAsync(cancellationToken);
            return (T)(object)(leases.Current ?? throw new ApiException(HttpStatusCode.NotFound, "NotFound", "no"));
        }

        public async Task<T> CreateAsync<T>(ResourceType resource, string? ns, T body, WriteOptions options, CancellationToken cancellationToken)
            where T : class
        {
            await CallAsync(cancellationToken);
            return (T)(object)leases.Write((Lease)(object)body, create: true);
        }

        public async Task<T> UpdateAsync<T>(ResourceType resource, ObjectKey key, T body, WriteOptions options, CancellationToken cancellationToken)
            where T : class
        {
            await CallAsync(cancellationToken);
            return (T)(object)leases.Write((Lease)(object)body, create: false);
        }

        public Task<ObjectList<T>> ListAsync<T>(ResourceType resource, string? ns, ListOptions options, CancellationToken cancellationToken)
            where T : class => throw new NotSupportedException();

        public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(ResourceType resource, string? ns, WatchOptions options, CancellationToken cancellationToken)
            where T : class => throw new NotSupportedException();

        public Task<T> ApplyAsync<T>(ResourceType resource, ObjectKey key, object body, ApplyOptions options, CancellationToken cancellationToken)
            where T : class => throw new NotSupportedException();

        public Task<T> PatchAsync<T>(ResourceType resource, ObjectKey key, Patch patch, WriteOptions options, CancellationToken cancellationToken)
            where T : class => throw new NotSupportedException();

        public Task DeleteAsync(ResourceType resource, ObjectKey key, DeleteOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<HttpResponseMessage> GetRawAsync(string pathAndQuery, string accept, CancellationToken cancellationToken) => throw new NotSupportedException();

        private Task CallAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return Breakage?.Invoke(cancellationToken) ?? Task.CompletedTask;
        }
    }
}
