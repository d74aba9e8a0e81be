using System.CommandLine;
using System.Globalization;

namespace InferencePlatform.Local.Hosting;

/// <summary><c>inference-platform up</c>.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var state = new Option<DirectoryInfo>("--state-dir") { Description = "Folder where the platform keeps its state; it goes on from there at the next start.", DefaultValueFactory = _ => new DirectoryInfo(".run/platform") };
        var server = new Option<FileInfo>("--server-binary") { Description = "The inference-server program that pods run.", DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "../service/inference-server")) };
        var port = new Option<int>("--api-port") { Description = "Port of the API on 127.0.0.1; 0 takes a free one." };
        var apply = new Option<string[]>("--apply") { Description = "Manifest, or folder of manifests, to apply at the start; may be given more than once." };
        var patience = new Option<int>("--wait") { Description = "Seconds that the InferenceModels of --apply may take to be ready.", DefaultValueFactory = _ => 120 };
        var then = new Argument<string[]>("command") { Description = "Program and arguments to run once they are ready; NAME=ADDRESS of each is added.", Arity = ArgumentArity.ZeroOrMore };
        RequireWhole(port, 0, 65535);
        RequireWhole(patience, 0, 86400);
        var command = new Command("up", "Starts the platform and stays until Ctrl-C, which drains it.") { state, server, port, apply, patience, then };
        command.SetAction((result, cancellationToken) => new PlatformRun(
            new()
            {
                StateFolder = result.GetRequiredValue(state).FullName,
                Images = PlatformOptions.ServerImages(result.GetRequiredValue(server).FullName),
                ApiPort = result.GetValue(port),
            },
            result.GetValue(apply) ?? [],
            TimeSpan.FromSeconds(result.GetValue(patience)),
            result.GetValue(then) ?? []).RunAsync(result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, cancellationToken));
        return command;
    }

    // A value that is no number has its error already, and has no value to look at.
    private static void RequireWhole(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && (value < least || value > most))
        {
            result.AddError($"{option.Name} is {value}; it must be from {least} to {most}.");
        }
    });
}
