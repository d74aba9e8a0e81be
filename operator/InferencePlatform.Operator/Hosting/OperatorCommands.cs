using System.CommandLine;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Hosting;

/// <summary>The command line of <c>inference-operator</c>.</summary>
internal static class OperatorCommands
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Makes served models of InferenceModel resources.");
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(RenderCommand.Create());
        root.Subcommands.Add(Crd());
        return root;
    }

    private static Command Crd()
    {
        var command = new Command("crd", "Prints the CustomResourceDefinition.");
        command.SetAction(result => result.InvocationConfiguration.Output.Write(CustomResourceDefinitionWriter.WriteYaml()));
        return command;
    }
}
