namespace InferencePlatform.Local.Cel;

/// <summary>The variables an expression sees, and how much it may still compute.</summary>
internal sealed class CelScope(IReadOnlyDictionary<string, object?> variables, CelScope? outer = null)
{
    /// <summary>Steps of one rule; the API server has a cost limit in the same place.</summary>
    private const int StepLimit = 1_000_000;

    private readonly CelScope? _outer = outer;
    private int _steps;

    public CelScope With(string name, object? value) => new(new Dictionary<string, object?> { [name] = value }, this);

    public object? Variable(string name) =>
        variables.TryGetValue(name, out var value) ? value
        : _outer is not null ? _outer.Variable(name)
        : throw new CelException($"undeclared reference to '{name}'");

    public void Step()
    {
        if (_outer is not null)
        {
            _outer.Step();
        }
        else if (++_steps > StepLimit)
        {
            throw new CelException("operation cancelled: actual cost limit exceeded");
        }
    }
}
