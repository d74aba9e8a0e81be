using System.Globalization;
using InferencePlatform.Operator.Values;

namespace InferencePlatform.Operator.Rendering.Pods;

/// <summary>Settings for the command line of <c>inference-server</c>; what is not set is left out.</summary>
internal sealed class ServerArguments
{
    private readonly List<string> _arguments = [];

    public ServerArguments Add(string name, string? value)
    {
        if (value is not null)
        {
            _arguments.Add(Literal.Of($"--{name}={value}"));
        }

        return this;
    }

    public ServerArguments Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public ServerArguments Add(string name, bool? value) => Add(name, value switch { true => "true", false => "false", null => null });

    public IReadOnlyList<string> Build() => _arguments;
}
