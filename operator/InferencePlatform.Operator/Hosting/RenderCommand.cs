using System.CommandLine;
using InferencePlatform.Operator.Rendering;

namespace InferencePlatform.Operator.Hosting;

/// <summary><c>inference-operator render</c>: what would become of a manifest, without a cluster.</summary>
internal static class RenderCommand
{
    public static Command Create()
    {
        var file = new Option<FileInfo>("--filename", "-f") { Description = "The manifest; - reads from the standard input.", Required = true };
        var image = new Option<string>("--server-image") { Description = "The server image where the spec names none.", DefaultValueFactory = _ => OperatorDefaults.ServerImage };
        var command = new Command("render", "Prints the objects that the InferenceModels of a manifest become.") { file, image };
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                var text = await ReadAsync(result.GetRequiredValue(file), cancellationToken);
                var context = new RenderContext(result.GetRequiredValue(image), RenderRevision.Current);
                await result.InvocationConfiguration.Output.WriteAsync(OfflineRender.Render(text, context, ClusterCapabilities.Everything));
                return 0;
            }
            catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static Task<string> ReadAsync(FileInfo file, CancellationToken cancellationToken) =>
        file.Name == "-" ? Console.In.ReadToEndAsync(cancellationToken) : File.ReadAllTextAsync(file.FullName, cancellationToken);
}
