using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Apply;
using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Store;

namespace InferencePlatform.Local.Api;

/// <summary>One write inside a transaction: of what, by whom, when.</summary>
internal sealed record WriteContext(StoreTransaction Transaction, ServedResource Resource, ObjectKey Key, string Subresource, FieldManager Manager, DateTimeOffset Now)
{
    public StoredObject? Find() => Transaction.Find(Resource.StoredAs, Key);
}
