using InferencePlatform.Service.Health;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Tests.Health;

public sealed class ReadinessRulesTests : IDisposable
{
    private readonly OnnxModel _model = OnnxModel.Load(Path.Combine(TestFiles.Models, "identity_fp32", "1", "model.onnx"), new SessionSettings(1, 1));

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Until_every_model_was_tried_it_is_not_ready() =>
        Assert.Equal("Models are being loaded: b.", Decide(loaded: false, models: [Model("a", ModelState.Ready), Model("b", ModelState.Loading)]).Reason);

    [Fact]
    public void When_one_model_serves_it_is_ready_whatever_the_others_do() =>
        Assert.Equal(ReadinessState.Ready, Decide(models: [Model("a", ModelState.Ready), Model("b", ModelState.Failed), Model("c", ModelState.Loading)]));

    [Fact]
    public void When_no_model_serves_it_is_not_ready_and_says_what_each_is_at() =>
        Assert.Equal("No model is ready: a: 1 (Failed: why); b: 1 (Unloaded: why).", Decide(models: [Model("a", ModelState.Failed), Model("b", ModelState.Unloaded)]).Reason);

    [Fact]
    public void When_there_are_no_models_it_is_not_ready_and_says_what_is_wrong_with_the_repository()
    {
        Assert.Equal("The folder is gone.", Decide(problem: "The folder is gone.").Reason);
        Assert.Equal("No model is ready.", Decide().Reason);
    }

    [Fact]
    public void When_it_is_draining_it_is_not_ready() =>
        Assert.Equal("The server is stopping.", Decide(draining: true, models: [Model("a", ModelState.Ready)]).Reason);

    [Theory]
    [InlineData(nameof(ModelState.Failed), "Not every model is ready: b version 1 (Failed: why).")]
    [InlineData(nameof(ModelState.Loading), "Not every model is ready: b version 1 (Loading: why).")]
    public void Strictly_every_model_must_serve(string other, string reason) =>
        Assert.Equal(reason, Decide(strict: true, models: [Model("a", ModelState.Ready), Model("b", Enum.Parse<ModelState>(other))]).Reason);

    [Theory]
    [InlineData(nameof(ModelState.Unloaded))]
    [InlineData(nameof(ModelState.Unloading))]
    public void Strictly_too_a_model_may_be_unloaded_on_purpose(string other) =>
        Assert.True(Decide(strict: true, models: [Model("a", ModelState.Ready), Model("b", Enum.Parse<ModelState>(other))]).IsReady);

    [Fact]
    public void Strictly_a_version_that_loads_beside_one_that_serves_takes_nothing_away() =>
        Assert.True(Decide(strict: true, models: [Model("a", ModelState.Ready, ModelState.Loading)]).IsReady);

    [Fact]
    public void Strictly_a_version_that_failed_beside_one_that_serves_is_missed() =>
        Assert.Equal("Not every model is ready: a version 2 (Failed: why).", Decide(strict: true, models: [Model("a", ModelState.Ready, ModelState.Failed)]).Reason);

    [Fact]
    public void Strictly_the_repository_must_be_readable() =>
        Assert.Equal("The folder is gone.", Decide(strict: true, problem: "The folder is gone.", models: [Model("a", ModelState.Ready)]).Reason);

    private static ReadinessState Decide(bool loaded = true, bool draining = false, bool strict = false, string? problem = null, ModelEntry[]? models = null) =>
        ReadinessRules.Decide(loaded, draining, strict, problem, models ?? []);

    /// <summary>A model with versions 1, 2 and so on in these states.</summary>
    private ModelEntry Model(string name, params ModelState[] states)
    {
        var statuses = states.Select((s, i) => new ModelStatus(name, i + 1, s, s == ModelState.Ready ? "" : "why")).ToList();
        return new ModelEntry(name, statuses.Where(s => s.State == ModelState.Ready).Select(s => new ModelVersion(name, s.Version, _model)), statuses);
    }
}
