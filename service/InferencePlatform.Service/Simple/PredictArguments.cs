using System.Globalization;
using InferencePlatform.Service.Configuration;

namespace InferencePlatform.Service.Simple;

/// <summary>The command line of <c>inference-server predict</c>.</summary>
/// <param name="Address">Where to call.</param>
/// <param name="Model">The model's name there.</param>
/// <param name="Inputs">Its input, flattened.</param>
/// <param name="Patience">How long to try; null for once.</param>
internal sealed record PredictArguments(Uri Address, string Model, IReadOnlyList<double> Inputs, TimeSpan? Patience)
{
    private static readonly DurationFormat Time = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));

    /// <returns>Null where they cannot be used; <paramref name="problem"/> then says why.</returns>
    public static PredictArguments? Parse(string[] arguments, out string problem)
    {
        problem = "";
        TimeSpan? patience = null;
        if (arguments is ["--timeout", var time, .. var rest])
        {
            if (!Time.TryParse(time, out var parsed))
            {
                problem = $"--timeout is '{time}'; it must be {Time.Expected}.";
                return null;
            }

            (patience, arguments) = (parsed, rest);
        }

        if (arguments is not [var address, var model, .. var numbers])
        {
            problem = "the address or the model is missing; give <host>:<port>, the model's name and its input.";
            return null;
        }

        if (!Uri.TryCreate($"http://{address}", UriKind.Absolute, out var uri) || uri.Authority != address)
        {
            problem = $"'{address}' is no address; give <host>:<port>.";
            return null;
        }

        var inputs = new List<double>();
        foreach (var number in numbers)
        {
            if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var input))
            {
                problem = $"'{number}' is no number; give such as 1, -2.5 or 1e-3.";
                return null;
            }

            inputs.Add(input);
        }

        return new PredictArguments(uri, model, inputs, patience);
    }
}
