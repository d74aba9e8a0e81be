using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace InferencePlatform.Grpc.Server;

/// <summary>What Kestrel's own HTTP would hand requests to; no connection gets that far.</summary>
internal sealed class NoApplication : IHttpApplication<object>
{
    public object CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(object context) => Task.CompletedTask;

    public void DisposeContext(object context, Exception? exception)
    {
    }
}
