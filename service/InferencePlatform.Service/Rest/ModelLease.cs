using System.Text;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Rest;

internal static class ModelLease
{
    /// <summary>A lease on the version that a path names; the caller releases it.</summary>
    public static ModelVersion Lease(this ModelCatalog catalog, RestRoute route) =>
        catalog.Lease(Encoding.UTF8.GetBytes(route.Model), Encoding.UTF8.GetBytes(route.Version));
}
