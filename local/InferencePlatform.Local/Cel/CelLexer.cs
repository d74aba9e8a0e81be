using System.Text;

namespace InferencePlatform.Local.Cel;

internal enum CelTokenKind
{
    Name,
    Integer,
    Real,
    Text,
    Symbol,
    End,
}

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The word; of a string, what it stands for.</param>
internal readonly record struct CelToken(CelTokenKind Kind, string Text);

/// <summary>Splits an expression into words, as the CEL language definition says.</summary>
internal static class CelLexer
{
    private static readonly string[] Symbols = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "?", ":", ".", ",", "(", ")", "[", "]", "+", "-", "*", "/", "%"];

    public static List<CelToken> Read(string text)
    {
        var tokens = new List<CelToken>();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else if (text[at] is '\'' or '"' || (text[at] is 'r' or 'R' && at + 1 < text.Length && text[at + 1] is '\'' or '"'))
            {
                tokens.Add(String(text, ref at));
            }
            else if (char.IsAsciiLetter(text[at]) || text[at] == '_')
            {
                var start = at;
                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
                {
                    at++;
                }

                tokens.Add(new CelToken(CelTokenKind.Name, text[start..at]));
            }
            else if (char.IsAsciiDigit(text[at]))
            {
                tokens.Add(Number(text, ref at));
            }
            else
            {
                var symbol = Symbols.FirstOrDefault(s => text.AsSpan(at).StartsWith(s, StringComparison.Ordinal))
                    ?? throw new CelException($"'{text[at]}' at character {at} is not supported");
                at += symbol.Length;
                tokens.Add(new CelToken(CelTokenKind.Symbol, symbol));
            }
        }

        tokens.Add(new CelToken(CelTokenKind.End, "the end"));
        return tokens;
    }

    private static CelToken Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))))
        {
            at++;
        }

        var word = text[start..at];
        return word.All(char.IsAsciiDigit) ? new CelToken(CelTokenKind.Integer, word)
            : word.All(c => char.IsAsciiDigit(c) || c is '.') ? new CelToken(CelTokenKind.Real, word)
            : throw new CelException($"the number {word} is not supported");
    }

    private static CelToken String(string text, ref int at)
    {
        var raw = text[at] is 'r' or 'R';
        at += raw ? 1 : 0;
        var quote = text[at++];
        var value = new StringBuilder();
        for (; at < text.Length && text[at] != quote; at++)
        {
            if (text[at] != '\\' || raw)
            {
                value.Append(text[at]);
            }
            else if (++at < text.Length)
            {
                value.Append(text[at] switch
                {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    '\\' or '\'' or '"' or '`' or '?' => text[at],
                    _ => throw new CelException($"the escape \\{text[at]} is not supported"),
                });
            }
        }

        if (at >= text.Length)
        {
            throw new CelException("a string has no end");
        }

        at++;
        return new CelToken(CelTokenKind.Text, value.ToString());
    }
}
