using System.Text;

namespace InferencePlatform.Service.Configuration;

/// <summary>What <c>--help</c> prints, from the table of settings.</summary>
internal static class HelpText
{
    private const int Width = 100;
    private const string Margin = "      ";

    public static string Create()
    {
        var text = new StringBuilder();
        text.Append("""
            inference-server: serves ONNX models over gRPC and REST.

            Usage: inference-server [options]

            Examples:
              inference-server --repository ./models
                  Serve every model of a folder: <model>/<version>/model.onnx.
              inference-server --model-path digits.onnx --model-name digits --threads 2
                  Serve one file as 'digits', with two threads.
              INFERENCE_GRPC_PORT=6000 inference-server --config server.yaml --print-config
                  Show the settings that a file, the environment and the command line amount to.

            Settings come, the later over the earlier, from: the defaults, the file named by --config, the
            environment, the command line. A time is written 250ms, 5s or 1m30s; a size 64MiB or 65536.

            """);
        foreach (var group in Settings.All.GroupBy(s => s.Group))
        {
            text.Append('\n').Append(group.Key).Append(":\n");
            foreach (var setting in group)
            {
                Append(text, setting);
            }
        }

        text.Append("\nOther:\n");
        foreach (var (syntax, description) in CommandLine.Verbs)
        {
            text.Append("  ").Append(syntax).Append('\n');
            AppendWrapped(text, description);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Setting setting)
    {
        text.Append("  ").Append(setting.Option);
        if (!setting.IsFlag)
        {
            text.Append(" <").Append(setting.Placeholder).Append('>');
        }

        text.Append('\n');
        AppendWrapped(text, setting.Description);
        AppendWrapped(text, $"default: {setting.Default}; env: {setting.EnvironmentName}");
    }

    private static void AppendWrapped(StringBuilder text, string sentence)
    {
        var line = Margin;
        foreach (var word in sentence.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                text.Append(line.TrimEnd()).Append('\n');
                line = Margin;
            }

            line += (line.Length == Margin.Length ? "" : " ") + word;
        }

        text.Append(line).Append('\n');
    }
}
