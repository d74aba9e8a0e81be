using System.Globalization;

namespace InferencePlatform.Local.Cel;

/// <summary>Reads an expression of the Common Expression Language; what is outside our subset is refused by name.</summary>
internal sealed class CelParser
{
    private const int DepthLimit = 32;

    private static readonly string[][] Binary = [["||"], ["&&"], ["==", "!=", "<", "<=", ">", ">=", "in"], ["+", "-"], ["*", "/", "%"]];

    private static readonly Dictionary<string, object?> Constants = new()
    {
        ["true"] = true,
        ["false"] = false,
        ["null"] = null,
        ["string"] = CelType.String,
        ["int"] = CelType.Int,
        ["double"] = CelType.Double,
        ["bool"] = CelType.Bool,
        ["null_type"] = CelType.Null,
        ["map"] = CelType.Map,
        ["list"] = CelType.List,
    };

    private readonly List<CelToken> _tokens;
    private int _at;
    private int _depth;

    private CelParser(string text) => _tokens = CelLexer.Read(text);

    /// <exception cref="CelException">The text is no expression of the subset.</exception>
    public static CelExpression Parse(string text)
    {
        var parser = new CelParser(text);
        var expression = parser.Conditional();
        return parser._tokens[parser._at].Kind == CelTokenKind.End ? expression : throw parser.Unexpected();
    }

    private CelExpression Conditional()
    {
        if (++_depth > DepthLimit)
        {
            throw new CelException($"more than {DepthLimit} levels are not supported");
        }

        var condition = Operators(0);
        if (Take("?"))
        {
            var then = Conditional();
            Expect(":");
            condition = new CelConditional(condition, then, Conditional());
        }

        _depth--;
        return condition;
    }

    private CelExpression Operators(int level)
    {
        if (level == Binary.Length)
        {
            return Unary();
        }

        var left = Operators(level + 1);
        while (Binary[level].FirstOrDefault(Take) is { } name)
        {
            var right = Operators(level + 1);
            left = name is "&&" or "||" ? new CelLogical(name == "&&", left, right) : Call(name, left, right);
        }

        return left;
    }

    private CelExpression Unary() => Take("!") ? Call("!", Unary()) : Take("-") ? Call("-", Unary()) : Member();

    private CelExpression Member()
    {
        var target = Primary();
        while (true)
        {
            if (Take("."))
            {
                var name = Name();
                target = Take("(") ? Method(target, name) : new CelSelect(target, CelNames.Unescape(name));
            }
            else if (Take("["))
            {
                target = new CelIndex(target, Conditional());
                Expect("]");
            }
            else
            {
                return target;
            }
        }
    }

    private CelExpression Method(CelExpression target, string name)
    {
        var arguments = Arguments(")");
        return !CelMacro.Names.Contains(name) ? Call(name, [target, .. arguments])
            : arguments is [CelVariable variable, var body] ? new CelMacro(name, target, variable.Name, body)
            : throw new CelException($"the macro {name} takes a name and an expression");
    }

    private CelExpression Primary()
    {
        var token = _tokens[_at++];
        switch (token.Kind)
        {
            case CelTokenKind.Integer when long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole):
                return new CelLiteral(whole);
            case CelTokenKind.Real:
                return new CelLiteral(double.Parse(token.Text, CultureInfo.InvariantCulture));
            case CelTokenKind.Text:
                return new CelLiteral(token.Text);
            case CelTokenKind.Name when Take("("):
                return token.Text == "has" ? Has() : Call(token.Text, [.. Arguments(")")]);
            case CelTokenKind.Name:
                return Constants.TryGetValue(token.Text, out var constant) ? new CelLiteral(constant) : new CelVariable(token.Text);
            case CelTokenKind.Symbol when token.Text == "[":
                return new CelList(Arguments("]"));
            case CelTokenKind.Symbol when token.Text == "(":
                var inner = Conditional();
                Expect(")");
                return inner;
            default:
                _at--;
                throw Unexpected();
        }
    }

    private CelSelect Has() => Arguments(")") is [CelSelect select]
        ? select with { Presence = true }
        : throw new CelException("has() takes a field, such as has(self.field)");

    private List<CelExpression> Arguments(string end)
    {
        var arguments = new List<CelExpression>();
        while (!Take(end))
        {
            if (arguments.Count > 0)
            {
                Expect(",");
            }

            arguments.Add(Conditional());
        }

        return arguments;
    }

    private static CelCall Call(string function, params CelExpression[] arguments) =>
        new(function, CelFunctions.Find(function, arguments.Length), arguments);

    private string Name() => _tokens[_at].Kind == CelTokenKind.Name ? _tokens[_at++].Text : throw Unexpected();

    private bool Take(string word)
    {
        if (_tokens[_at].Kind is not (CelTokenKind.Symbol or CelTokenKind.Name) || _tokens[_at].Text != word)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
        {
            throw new CelException($"expected {symbol}, found {_tokens[_at].Text}");
        }
    }

    private CelException Unexpected() => new($"{_tokens[_at].Text} was not expected");
}
