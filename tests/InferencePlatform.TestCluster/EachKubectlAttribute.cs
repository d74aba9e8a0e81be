using System.Reflection;
using InferencePlatform.TestCluster.Client;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace InferencePlatform.TestCluster;

/// <summary>Runs a theory once with the kubectl beside the real Kubernetes and once with that on the path; one that is not there is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachKubectlAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
            [.. new[] { Kubectl.Beside, Kubectl.OnPath }.Select(program => new TheoryDataRow<string>(program ?? "kubectl") { Skip = Kubectl.WhyNot(program) })]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
