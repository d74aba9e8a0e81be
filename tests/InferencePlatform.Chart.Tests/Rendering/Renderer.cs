namespace InferencePlatform.Chart.Tests.Rendering;

/// <summary>A program that renders the chart: Helm, or its stand-in.</summary>
internal sealed class Renderer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(8);
    private static readonly Lazy<Task<(Renderer? Renderer, string WhyNot)>> StandIn = new(MakeStandInAsync);

    private readonly string _program;
    private readonly string[] _command;

    private Renderer(string program, params string[] command)
    {
        _program = program;
        _command = command;
    }

    /// <summary>Helm on the path; the test is skipped where there is none.</summary>
    public static Renderer RequireHelm()
    {
        var found = FindHelm();
        Assert.SkipWhen(found is null, "There is no helm on the PATH; its stand-in renders the chart in the other tests.");
        return found!;
    }

    /// <summary>The stand-in, built where that has not been done; the test is skipped where it cannot be.</summary>
    public static async Task<Renderer> RequireStandInAsync()
    {
        var (renderer, whyNot) = await StandIn.Value;
        Assert.SkipWhen(renderer is null, whyNot);
        return renderer!;
    }

    /// <summary>Helm where there is one, or else its stand-in; the test is skipped where neither can be had.</summary>
    public static async Task<Renderer> RequireAsync() => FindHelm() ?? await RequireStandInAsync();

    /// <summary>Renders with files of values; what it printed, which has to succeed.</summary>
    public async Task<string> RenderAsync(IEnumerable<string> valueFiles, params IEnumerable<string> arguments)
    {
        var (code, output, errors) = await TryAsync(ChartFolder.Path, valueFiles, arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    /// <summary>Renders a chart with files of values, whatever becomes of it.</summary>
    public async Task<(int Code, string Output, string Errors)> TryAsync(string chart, IEnumerable<string> valueFiles, params IEnumerable<string> arguments) =>
        await RunAsync([.. _command, ChartFolder.Release, chart, "--namespace", ChartFolder.Namespace, .. valueFiles.SelectMany(f => new[] { "--values", f }), .. arguments]);

    /// <summary>Any command of the program.</summary>
    public async Task<(int Code, string Output, string Errors)> RunAsync(params IEnumerable<string> arguments)
    {
        await using var process = new ToolProcess(_program, arguments);
        var code = await process.EndAsync(Patience);
        return (code, string.Join('\n', process.Output) + "\n", process.Errors);
    }

    private static Renderer? FindHelm() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, "helm"))
        .Where(File.Exists)
        .Select(path => new Renderer(path, "template"))
        .FirstOrDefault();

    private static async Task<(Renderer? Renderer, string WhyNot)> MakeStandInAsync()
    {
        await using var tools = new ToolProcess(Path.Combine(Repository.Root, "build/test-tools.sh"), "helm-template");
        return await tools.EndAsync(ReadyWithin) == 0
            ? (new Renderer(Path.Combine(Repository.Root, ".tools/helm-template/helm-template")), "")
            : (null, $"There is no helm on the PATH, and its stand-in cannot be made ready here: {tools.Errors.Trim().Split('\n')[^1]}");
    }
}
