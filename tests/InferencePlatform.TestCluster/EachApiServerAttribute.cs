using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace InferencePlatform.TestCluster;

/// <summary>
/// Runs a theory once on each kind of API server, whose answers must agree; a kind that cannot be had here is skipped
/// and says why.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachApiServerAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
            [.. Enum.GetValues<ApiServerKind>().Select(kind => new TheoryDataRow<ApiServerKind>(kind) { Skip = ApiServers.WhyNot(kind) })]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
