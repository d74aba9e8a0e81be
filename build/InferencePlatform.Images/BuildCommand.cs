using System.CommandLine;

namespace InferencePlatform.Images;

/// <summary>The command line of <c>image-builder</c>.</summary>
internal static class BuildCommand
{
    public static RootCommand Create()
    {
        var repository = Required<string>("--repository", "The image's name without a tag.");
        var version = Required<string>("--image-version", "The image's tag.");
        var description = Required<string>("--description", "One sentence on what it does.");
        var revision = new Option<string?>("--revision") { Description = "The commit it was built from." };
        var created = Required<long>("--created", "The time it says it was made at, in seconds since 1970 (SOURCE_DATE_EPOCH).");
        var architecture = Required<string>("--architecture", "amd64 or arm64.").AcceptOnlyFromAmong("amd64", "arm64");
        var program = Required<DirectoryInfo>("--program", "The folder of a self-contained publish.").AcceptExistingOnly();
        var baseFolder = Required<DirectoryInfo>("--base", "The folder that build/image-base.sh made.").AcceptExistingOnly();
        var locks = new Option<FileInfo[]>("--lock-file") { Description = "A packages.lock.json or package-lock.json of what is in it." }.AcceptExistingOnly();
        var ports = new Option<int[]>("--port") { Description = "A port that the program listens on." };
        var output = Required<DirectoryInfo>("--output", "The folder for NAME.tar and NAME.spdx.json.");

        var command = new RootCommand("Makes a container image of a published .NET program, without a container engine.")
        {
            repository, version, description, revision, created, architecture, program, baseFolder, locks, ports, output,
        };
        command.SetAction(result =>
        {
            var recipe = new ImageRecipe
            {
                Repository = result.GetRequiredValue(repository),
                Version = result.GetRequiredValue(version),
                Description = result.GetRequiredValue(description),
                Revision = result.GetValue(revision),
                Created = DateTimeOffset.FromUnixTimeSeconds(result.GetRequiredValue(created)),
                Architecture = result.GetRequiredValue(architecture),
                ProgramFolder = result.GetRequiredValue(program).FullName,
                BaseFolder = result.GetRequiredValue(baseFolder).FullName,
                LockFiles = [.. (result.GetValue(locks) ?? []).Select(file => file.FullName)],
                Ports = result.GetValue(ports) ?? [],
            };
            try
            {
                var built = ImageBuilder.Build(recipe, result.GetRequiredValue(output).FullName);
                result.InvocationConfiguration.Output.WriteLine(built.ToString());
                return 0;
            }
            catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                result.InvocationConfiguration.Error.WriteLine(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static Option<T> Required<T>(string name, string description) => new(name) { Description = description, Required = true };
}
