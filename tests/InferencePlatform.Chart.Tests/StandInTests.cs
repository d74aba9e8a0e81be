using InferencePlatform.Chart.Tests.Rendering;

namespace InferencePlatform.Chart.Tests;

/// <summary>The stand-in does what Helm's documentation says of templates and values, shown on a small chart.</summary>
public sealed class StandInTests : IDisposable
{
    private const string Template = """
        {{- define "line" }}{{ .prefix }}-{{ .value }}{{ end -}}
        kind: ConfigMap
        metadata:
          name: {{ include "line" (dict "prefix" .Release.Name "value" .Chart.Name) }}
        data:
          kept: {{ .Values.kept | quote }}
          has: {{ hasKey .Values "gone" }}
          list: {{ toJson .Values.list }}
          map: {{ toJson .Values.map }}
          absent: {{ .Values.never.ever | default "none" }}
          template: {{ tpl .Values.template . }}
          file: {{ .Files.Get "files/a.txt" | trim | quote }}
          cluster: {{ lookup "v1" "Secret" "default" "any" | len }}
          serves: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}
          upgrade: {{ .Release.IsUpgrade }}
        """;

    private readonly string _chart = Directory.CreateTempSubdirectory("small-chart-").FullName;

    public StandInTests()
    {
        Write("Chart.yaml", "apiVersion: v2\nname: small\nversion: 1.0.0\n");
        Write("values.yaml", "kept: own\ngone: own\nlist: [1, 2]\nmap: { a: 1, b: 2 }\nnever: {}\ntemplate: '{{ .Values.kept }}!'\n");
        Write("files/a.txt", "{{ not a template }}\n");
        Write("templates/map.yaml", Template);
    }

    public void Dispose() => Directory.Delete(_chart, recursive: true);

    [Fact]
    public async Task Maps_are_merged_lists_replaced_and_a_null_takes_the_value_away()
    {
        var data = (await RenderAsync("gone: null\nlist: [3]\nmap: { b: 3, c: 4 }"))["data"]!;
        Assert.Equal(("own", "false", "[3]", """{"a":1,"b":3,"c":4}"""), (data.Text("kept"), data.Text("has"), data["list"]!.ToJsonString(), data["map"]!.ToJsonString()));
    }

    [Fact]
    public async Task Functions_and_objects_of_Helm_are_there()
    {
        var o = await RenderAsync("kept: given", "--api-versions", "monitoring.coreos.com/v1", "--is-upgrade");
        Assert.Equal("inference-platform-small", o.Name());
        Assert.Equal(("none", "given!", "{{ not a template }}", "0", "true", "true"), (
            o.Text("data.absent"), o.Text("data.template"), o.Text("data.file"), o.Text("data.cluster"), o.Text("data.serves"), o.Text("data.upgrade")));
    }

    [Theory]
    [InlineData("{{ required \"Say where.\" .Values.where }}", "Say where.")]
    [InlineData("{{ fail \"Not so.\" }}", "Not so.")]
    [InlineData("{{ toToml .Values }}", "function \"toToml\" not defined")]
    [InlineData("{{ include \"nothing\" . }}", "no template \"nothing\"")]
    [InlineData("kind: [", "YAML parse error on small/templates/more.yaml")]
    public async Task What_Helm_refuses_is_refused(string template, string message)
    {
        Write("templates/more.yaml", template);
        var standIn = await Renderer.RequireStandInAsync();
        var (code, _, errors) = await standIn.TryAsync(_chart, []);
        Assert.Equal(1, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".helmignore")]
    [InlineData("crds/own.yaml")]
    [InlineData("charts/other/Chart.yaml")]
    public async Task What_only_Helm_understands_is_refused_by_name(string file)
    {
        Write(file, "");
        var standIn = await Renderer.RequireStandInAsync();
        var (code, _, errors) = await standIn.TryAsync(_chart, []);
        Assert.Equal(1, code);
        Assert.Contains($"the chart has {file}, which only Helm itself understands", errors, StringComparison.Ordinal);
    }

    private async Task<System.Text.Json.Nodes.JsonObject> RenderAsync(string values, params string[] arguments)
    {
        var standIn = await Renderer.RequireStandInAsync();
        using var file = new ValuesFile(values);
        var (code, output, errors) = await standIn.TryAsync(_chart, [file.Path], arguments);
        Assert.True(code == 0, errors);
        return Assert.Single(RenderedObjects.Read(output));
    }

    private void Write(string file, string content)
    {
        var path = Path.Combine(_chart, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
