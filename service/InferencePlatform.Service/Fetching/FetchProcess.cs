using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Hosting;
using InferencePlatform.Service.Hosting.Logging;

namespace InferencePlatform.Service.Fetching;

/// <summary>What <c>inference-server fetch</c> does with its command line.</summary>
internal static class FetchProcess
{
    public const string Verb = "fetch";

    /// <returns>The exit code; <see cref="FetchFailure"/> has those of failures.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var commandLine = CommandLine.Parse(FetchSettings.Table, arguments);
        if (ProgramStart.Answer(FetchSettings.Table, commandLine) is { } answered)
        {
            return answered;
        }

        var environment = Environment.GetEnvironmentVariables();
        var settings = FetchSettings.Table.Load(commandLine, environment);
        var options = settings.Options;
        var credentials = FetchCredentials.Read(options.CredentialsDir, environment);
        _ = ModelUri.TryParse(options.Uri ?? "", out var uri, out _);
        string[] problems = [.. settings.Problems, .. FetchOptionsCheck.FindProblems(options, uri, credentials)];
        if (problems.Length > 0 || uri is null)
        {
            return ProgramStart.Refuse(FetchSettings.Table, problems, options.TerminationMessagePath);
        }

        if (commandLine.PrintConfiguration)
        {
            Console.Out.Write(EffectiveConfiguration.Create(FetchSettings.Table, settings));
            return ExitCodes.Ok;
        }

        using var loggers = ServerLogging.Create(options.LogLevel, options.LogFormat);
        return await new FetchLife(options, uri, credentials, loggers).RunAsync();
    }
}
