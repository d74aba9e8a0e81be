using Microsoft.Extensions.Hosting;

namespace InferencePlatform.Kubernetes.Hosting;

/// <summary>Leaves the process's signals alone: whoever runs the process decides when it stops.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
