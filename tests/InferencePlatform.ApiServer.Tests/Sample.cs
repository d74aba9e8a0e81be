namespace InferencePlatform.ApiServer.Tests;

/// <summary>Small valid objects to begin with.</summary>
internal static class Sample
{
    /// <summary>A ConfigMap with one entry, <c>color: red</c>.</summary>
    public static string ConfigMap(string name, string labels = "{}") =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","labels":{{{labels}}}},"data":{"color":"red"}}""";

    /// <summary>A red Widget.</summary>
    public static string Widget(string name, string spec = """{"color":"red"}""") =>
        $$$"""{"apiVersion":"testing.inferenceplatform.io/v1alpha1","kind":"Widget","metadata":{"name":"{{{name}}}"},"spec":{{{spec}}}}""";

    /// <summary>A Deployment of no pods, so that no controller has work with it.</summary>
    public static string Deployment(string name) =>
        $$$"""
        {
          "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "{{{name}}}"},
          "spec": {
            "replicas": 0,
            "selector": {"matchLabels": {"app": "{{{name}}}"}},
            "template": {
              "metadata": {"labels": {"app": "{{{name}}}"}},
              "spec": {
                "containers": [
                  {
                    "name": "server", "image": "server:1",
                    "ports": [{"name": "grpc", "containerPort": 50051}],
                    "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]
                  },
                  {"name": "side", "image": "side:1"}
                ]
              }
            }
          }
        }
        """;
}
