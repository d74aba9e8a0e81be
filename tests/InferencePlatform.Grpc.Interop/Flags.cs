namespace InferencePlatform.Grpc.Interop;

/// <summary>Flags of the command line, <c>--name=value</c> or <c>--name value</c>.</summary>
internal sealed class Flags
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">An argument is no flag, or one has no value.</exception>
    public Flags(ReadOnlySpan<string> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{argument}' is not of the form --name=value.");
            }

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                _values[argument[2..equals]] = argument[(equals + 1)..];
            }
            else
            {
                _values[argument[2..]] = ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{argument} has no value.");
            }
        }
    }

    public string? Get(string name) => _values.GetValueOrDefault(name);
}
