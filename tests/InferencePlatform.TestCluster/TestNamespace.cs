using InferencePlatform.TestCluster.Client;

namespace InferencePlatform.TestCluster;

/// <summary>A namespace of one test, and the resources in it.</summary>
/// <param name="Server">The server that it is on.</param>
/// <param name="Name">Its name.</param>
public sealed record TestNamespace(ApiServerUnderTest Server, string Name)
{
    public ResourceClient ConfigMaps => Core("configmaps");

    public ResourceClient Services => Core("services");

    public ResourceClient Events => Core("events");

    public ResourceClient Deployments => Of("apps/v1", "deployments");

    public ResourceClient InferenceModels => Of("inferenceplatform.io/v1alpha1", "inferencemodels");

    public ResourceClient Widgets => Of("testing.inferenceplatform.io/v1alpha1", "widgets");

    /// <summary>Stock kubectl, working in this namespace; the test is skipped where there is none.</summary>
    public Kubectl Kubectl => new(Server.KubeconfigPath, Name);

    /// <summary>A resource of the core group.</summary>
    public ResourceClient Core(string plural) => new(Server.Client, $"/api/v1/namespaces/{Name}/{plural}");

    /// <summary>A resource of a named group and version.</summary>
    public ResourceClient Of(string groupVersion, string plural) => new(Server.Client, $"/apis/{groupVersion}/namespaces/{Name}/{plural}");
}
