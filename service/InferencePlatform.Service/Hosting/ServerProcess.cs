using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Hosting.Logging;

namespace InferencePlatform.Service.Hosting;

/// <summary>What the program does with its command line.</summary>
internal static class ServerProcess
{
    /// <returns>The exit code: 0 well done, 1 could not start, 2 wrong settings.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var commandLine = CommandLine.Parse(arguments);
        if (commandLine.Help)
        {
            Console.Out.Write(HelpText.Create());
            return ExitCodes.Ok;
        }

        if (commandLine.Version)
        {
            Console.Out.WriteLine(ServerVersion.Describe());
            return ExitCodes.Ok;
        }

        var configuration = ServerConfiguration.Load(commandLine, Environment.GetEnvironmentVariables());
        if (configuration.Problems.Count > 0)
        {
            return Refuse(configuration);
        }

        if (commandLine.PrintConfiguration)
        {
            Console.Out.Write(EffectiveConfiguration.Create(configuration));
            return ExitCodes.Ok;
        }

        using var loggers = ServerLogging.Create(configuration.Options);
        return await new ServerLife(configuration.Options, loggers).RunAsync();
    }

    private static int Refuse(ServerConfiguration configuration)
    {
        var lines = string.Join("\n", configuration.Problems.Select(p => $"  - {p}"));
        var message = $"inference-server: these settings cannot be used:\n{lines}\nSee inference-server --help.\n";
        Console.Error.Write(message);
        if (TerminationMessage.TryWrite(configuration.Options.TerminationMessagePath, message) is { } problem)
        {
            Console.Error.WriteLine(problem);
        }

        return ExitCodes.BadSettings;
    }
}
