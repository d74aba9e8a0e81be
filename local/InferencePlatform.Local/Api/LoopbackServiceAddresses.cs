using System.Net;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Api;

/// <summary>
/// Addresses 127.96.x.y, one after the other so that a freed one is not given out again at once. An annotation may ask
/// for any other loopback address.
/// </summary>
/// <param name="octet">The second part of the addresses.</param>
internal sealed class LoopbackServiceAddresses(int octet = 96) : IServiceAddresses
{
    public const string Annotation = "local.inferenceplatform.io/address";

    private const int Count = 65_534;
    private int _last;

    public void Allocate(JsonObject service, IReadOnlySet<string> taken)
    {
        var spec = service.Child("spec");
        if (spec.TextAt("clusterIP") == "None")
        {
            spec["clusterIPs"] = new JsonArray("None");
            return;
        }

        var address = service.At("metadata", "annotations", Annotation).Text() is { Length: > 0 } wished
            ? Checked(service, $"metadata.annotations[{Annotation}]", wished, taken)
            : spec.TextAt("clusterIP") is { Length: > 0 } given
            ? Checked(service, "spec.clusterIPs", given, taken)
            : Free(taken);
        spec["clusterIP"] = address;
        spec["clusterIPs"] = new JsonArray(address);
    }

    private static string Checked(JsonObject service, string field, string address, IReadOnlySet<string> taken)
    {
        var errors = new FieldErrors();
        if (!IPAddress.TryParse(address, out var parsed) || !IPAddress.IsLoopback(parsed))
        {
            errors.Invalid(field, new JsonArray(address), $"failed to allocate IP {address}: the provided IP is not in the valid range. The range of valid IPs is 127.0.0.0/8");
        }
        else if (taken.Contains(address))
        {
            errors.Invalid(field, new JsonArray(address), $"failed to allocate IP {address}: provided IP is already allocated");
        }

        return errors.Any ? throw Invalidity.Of("Service", "", service.TextAt("metadata", "name"), errors) : address;
    }

    private string Free(IReadOnlySet<string> taken)
    {
        for (var tried = 0; tried < Count; tried++)
        {
            _last = (_last % Count) + 1;
            var address = $"127.{octet}.{_last >> 8}.{_last & 255}";
            if (!taken.Contains(address))
            {
                return address;
            }
        }

        throw new StatusException(500, "InternalError", $"All {Count} Service addresses are in use.");
    }
}
