using System.Reflection;
using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Hosting;

/// <summary>What this server calls itself.</summary>
internal static class ServerVersion
{
    public const string Name = "inference-server";

    public static string Number { get; } =
        typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>With the version of ONNX Runtime, which decides what models load.</summary>
    public static string Describe() => $"{Name} {Number} (ONNX Runtime {OrtEnv.Instance().GetVersionString()}, .NET {Environment.Version})";
}
