using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace InferencePlatform.Local.Cel;

/// <summary>The operators and functions that rules may use.</summary>
internal static class CelFunctions
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    /// <summary>By name and number of arguments; a method counts its target.</summary>
    private static readonly Dictionary<(string Name, int Arguments), Func<object?[], object?>> Known = new()
    {
        [("==", 2)] = a => CelValues.Same(a[0], a[1]),
        [("!=", 2)] = a => !CelValues.Same(a[0], a[1]),
        [("<", 2)] = a => CelValues.Compare(a[0], a[1]) < 0,
        [("<=", 2)] = a => CelValues.Compare(a[0], a[1]) <= 0,
        [(">", 2)] = a => CelValues.Compare(a[0], a[1]) > 0,
        [(">=", 2)] = a => CelValues.Compare(a[0], a[1]) >= 0,
        [("in", 2)] = a => CelValues.Elements(a[1]).Any(e => CelValues.Same(e, a[0])),
        [("+", 2)] = a => (a[0], a[1]) switch
        {
            (string x, string y) => x + y,
            (JsonArray or List<object?>, JsonArray or List<object?>) => CelValues.Elements(a[0]).Concat(CelValues.Elements(a[1])).ToList(),
            _ => Arithmetic(a, (x, y) => checked(x + y), (x, y) => x + y),
        },
        [("-", 2)] = a => Arithmetic(a, (x, y) => checked(x - y), (x, y) => x - y),
        [("*", 2)] = a => Arithmetic(a, (x, y) => checked(x * y), (x, y) => x * y),
        [("/", 2)] = a => Arithmetic(a, (x, y) => x / y, (x, y) => x / y),
        [("%", 2)] = a => Arithmetic(a, (x, y) => x % y, (_, _) => throw NoOverload()),
        [("-", 1)] = a => a[0] switch { long x => (object)checked(-x), double x => -x, _ => throw NoOverload() },
        [("!", 1)] = a => a[0] is bool flag ? !flag : throw NoOverload(),
        [("size", 1)] = a => a[0] is string text ? text.EnumerateRunes().LongCount() : CelValues.Elements(a[0]).Count,
        [("startsWith", 2)] = a => Text(a[0]).StartsWith(Text(a[1]), StringComparison.Ordinal),
        [("endsWith", 2)] = a => Text(a[0]).EndsWith(Text(a[1]), StringComparison.Ordinal),
        [("contains", 2)] = a => Text(a[0]).Contains(Text(a[1]), StringComparison.Ordinal),
        [("matches", 2)] = a => Matches(Text(a[0]), Text(a[1])),
        [("lowerAscii", 1)] = a => Text(a[0]).ToLowerInvariant(),
        [("string", 1)] = a => a[0] is bool flag ? (flag ? "true" : "false") : Convert.ToString(a[0], CultureInfo.InvariantCulture) ?? throw NoOverload(),
        [("int", 1)] = a => a[0] switch
        {
            long x => x,
            double x => (long)x,
            string x when long.TryParse(x, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            string x => throw new CelException($"strconv.ParseInt: parsing \"{x}\": invalid syntax"),
            _ => throw NoOverload(),
        },
        [("double", 1)] = a => a[0] is long or double ? Convert.ToDouble(a[0], null) : throw NoOverload(),
        [("quantity", 1)] = a => CelQuantity.Parse(Text(a[0])),
        [("isGreaterThan", 2)] = a => (a[0], a[1]) is (CelQuantity x, CelQuantity y) ? x.Value > y.Value : throw NoOverload(),
        [("dyn", 1)] = a => a[0],
        [("type", 1)] = a => a[0] switch { string => CelType.String, long => CelType.Int, double => CelType.Double, bool => CelType.Bool, null => CelType.Null, JsonObject => CelType.Map, _ => CelType.List },
    };

    /// <exception cref="CelException">There is no such function; the message names it.</exception>
    public static Func<object?[], object?> Find(string name, int arguments) =>
        Known.TryGetValue((name, arguments), out var body) ? body : throw new CelException($"the function '{name}' with {arguments} arguments is not supported");

    private static object Arithmetic(object?[] a, Func<long, long, long> whole, Func<double, double, double> real)
    {
        try
        {
            return (a[0], a[1]) switch
            {
                (long x, long y) => (object)whole(x, y),
                (double x, double y) => real(x, y),
                _ => throw NoOverload(),
            };
        }
        catch (DivideByZeroException)
        {
            throw new CelException("division by zero");
        }
        catch (OverflowException)
        {
            throw new CelException("integer overflow");
        }
    }

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            throw new CelException($"error parsing regexp: {e.Message}");
        }
    }

    private static string Text(object? value) => value as string ?? throw NoOverload();

    private static CelException NoOverload() => new("no such overload");
}

/// <summary>What <c>type()</c> answers; rules compare it with the types' names.</summary>
internal enum CelType
{
    String,
    Int,
    Double,
    Bool,
    Null,
    Map,
    List,
}
