namespace InferencePlatform.ApiServer.Tests.Kinds;

/// <summary>Leases, by which one of several operators leads.</summary>
public sealed class LeaseTests(ApiServers servers) : ApiServerCase(servers)
{
    private const string Lease = """
        {"metadata":{"name":"leader"},"spec":{"holderIdentity":"one","leaseDurationSeconds":15,
         "acquireTime":"2026-01-02T03:04:05.000001Z","renewTime":"2026-01-02T03:04:05.123456Z","leaseTransitions":0}}
        """;

    [Theory, EachApiServer]
    public async Task Of_two_that_take_it_at_once_one_succeeds(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var leases = ns.Of("coordination.k8s.io/v1", "leases");
        var seen = (await leases.CreateAsync(Lease)).Succeeded();

        var answers = await Task.WhenAll(
            leases.UpdateAsync(seen.With("spec.holderIdentity", "two")), leases.UpdateAsync(seen.With("spec.holderIdentity", "three")));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.Code).Order());
    }

    [Theory, EachApiServer]
    public async Task Times_keep_their_microseconds(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var leases = ns.Of("coordination.k8s.io/v1", "leases");

        var created = (await leases.CreateAsync(Lease)).Succeeded();

        Assert.Equal("2026-01-02T03:04:05.123456Z", created.Text("spec.renewTime"));
        Assert.Equal("2026-01-02T03:04:05.000001Z", created.Text("spec.acquireTime"));
    }

    [Theory, EachApiServer]
    public async Task A_lease_that_is_given_up_has_no_holder(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var leases = ns.Of("coordination.k8s.io/v1", "leases");
        var seen = (await leases.CreateAsync(Lease)).Succeeded();

        var released = (await leases.UpdateAsync(seen.With("spec.holderIdentity", ""))).Succeeded();

        Assert.True(string.IsNullOrEmpty(released.Text("spec.holderIdentity")));
        (await leases.UpdateAsync(released.With("spec.leaseDurationSeconds", 0))).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
    }
}
