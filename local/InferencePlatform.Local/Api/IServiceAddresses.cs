using System.Text.Json.Nodes;

namespace InferencePlatform.Local.Api;

/// <summary>Gives a new Service its address.</summary>
internal interface IServiceAddresses
{
    /// <param name="service">The Service as it is about to be stored; the address goes into it.</param>
    /// <param name="taken">Addresses that other Services have.</param>
    /// <exception cref="StatusException">422: the address asked for is taken or not allowed.</exception>
    void Allocate(JsonObject service, IReadOnlySet<string> taken);
}
