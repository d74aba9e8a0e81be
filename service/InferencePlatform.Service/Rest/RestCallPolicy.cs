using Microsoft.Extensions.ObjectPool;

namespace InferencePlatform.Service.Rest;

/// <summary>Makes calls' state, and empties it for the next call.</summary>
internal sealed class RestCallPolicy(RestServices services) : IPooledObjectPolicy<RestCall>
{
    public RestCall Create() => new(services);

    public bool Return(RestCall obj)
    {
        obj.Reset();
        return true;
    }
}
