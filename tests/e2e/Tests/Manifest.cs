using System.Text.Json.Nodes;

namespace InferencePlatform.EndToEnd.Tests;

/// <summary>The objects that tests apply.</summary>
internal static class Manifest
{
    private static readonly string Version =
        System.Reflection.CustomAttributeExtensions.GetCustomAttribute<System.Reflection.AssemblyInformationalVersionAttribute>(typeof(Manifest).Assembly)!.InformationalVersion;

    public static string Namespace(string name) => $$"""
        { "apiVersion": "v1", "kind": "Namespace",
          "metadata": { "name": "{{name}}", "labels": { "pod-security.kubernetes.io/enforce": "restricted" } } }
        """;

    public static string Model(string name, JsonObject spec) => new JsonObject
    {
        ["apiVersion"] = "inferenceplatform.io/v1alpha1",
        ["kind"] = "InferenceModel",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = spec,
    }.ToJsonString();

    /// <summary>A patch that changes a model's pods.</summary>
    public static string Mark(string mark) => new JsonObject
    {
        ["spec"] = new JsonObject { ["podAnnotations"] = new JsonObject { ["example.com/mark"] = mark } },
    }.ToJsonString();

    /// <summary>The pod that calls, and its Service, by which it gives out a model's file.</summary>
    public static string Client(int port) => $$"""
        { "apiVersion": "v1", "kind": "List", "items": [
          { "apiVersion": "v1", "kind": "Service", "metadata": { "name": "client" },
            "spec": { "selector": { "app": "client" }, "ports": [ { "port": {{port}} } ] } },
          { "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "client", "labels": { "app": "client" } },
            "spec": {
              "automountServiceAccountToken": false, "enableServiceLinks": false, "terminationGracePeriodSeconds": 1,
              "securityContext": { "runAsNonRoot": true, "seccompProfile": { "type": "RuntimeDefault" } },
              "containers": [ {
                "name": "client", "image": "ghcr.io/inferenceplatform/e2e-client:{{Version}}", "imagePullPolicy": "Never", "args": [ "serve", "{{port}}" ],
                "readinessProbe": { "httpGet": { "path": "/model.onnx", "port": {{port}} }, "periodSeconds": 1 },
                "securityContext": { "allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": { "drop": [ "ALL" ] } }
              } ] } }
        ] }
        """;
}
