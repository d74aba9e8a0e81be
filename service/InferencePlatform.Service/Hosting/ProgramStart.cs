using InferencePlatform.Service.Configuration;

namespace InferencePlatform.Service.Hosting;

/// <summary>What every program here does with its command line before its own work.</summary>
internal static class ProgramStart
{
    /// <summary>Answers a question that needs no settings.</summary>
    /// <returns>The exit code; null where nothing of the kind was asked.</returns>
    public static int? Answer(SettingTable table, CommandLine commandLine)
    {
        if (commandLine.Help)
        {
            Console.Out.Write(HelpText.Create(table));
            return ExitCodes.Ok;
        }

        if (commandLine.Version)
        {
            Console.Out.WriteLine(ServerVersion.Describe());
            return ExitCodes.Ok;
        }

        return null;
    }

    /// <summary>Lists all that is wrong with the settings.</summary>
    /// <returns>The exit code.</returns>
    public static int Refuse(SettingTable table, IEnumerable<string> problems, string? terminationMessagePath)
    {
        var lines = string.Join("\n", problems.Select(p => $"  - {p}"));
        var message = $"{table.Program}: these settings cannot be used:\n{lines}\nSee {table.Program} --help.\n";
        Console.Error.Write(message);
        if (TerminationMessage.TryWrite(terminationMessagePath, message) is { } problem)
        {
            Console.Error.WriteLine(problem);
        }

        return ExitCodes.BadSettings;
    }
}
