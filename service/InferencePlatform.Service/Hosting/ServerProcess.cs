using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Hosting.Logging;

namespace InferencePlatform.Service.Hosting;

/// <summary>What the program does with its command line.</summary>
internal static class ServerProcess
{
    /// <returns>The exit code: 0 well done, 1 could not start, 2 wrong settings.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var commandLine = CommandLine.Parse(Settings.Table, arguments);
        if (ProgramStart.Answer(Settings.Table, commandLine) is { } answered)
        {
            return answered;
        }

        var settings = Settings.Table.Load(commandLine, Environment.GetEnvironmentVariables());
        if (settings.Problems.Count > 0)
        {
            return ProgramStart.Refuse(Settings.Table, settings.Problems, settings.Options.TerminationMessagePath);
        }

        if (commandLine.PrintConfiguration)
        {
            Console.Out.Write(EffectiveConfiguration.Create(Settings.Table, settings));
            return ExitCodes.Ok;
        }

        using var loggers = ServerLogging.Create(settings.Options.LogLevel, settings.Options.LogFormat);
        return await new ServerLife(settings.Options, loggers).RunAsync();
    }
}
