using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Cel;

/// <summary>A part of an expression. Values are null, bool, long, double, string, lists and JSON objects.</summary>
internal abstract record CelExpression
{
    public abstract object? Evaluate(CelScope scope);

    /// <summary>The schema of the value as far as it is known.</summary>
    /// <exception cref="CelException">The expression names a variable or a field that is not there.</exception>
    public abstract SchemaNode? Check(IReadOnlyDictionary<string, SchemaNode?> variables);

    protected static bool Bool(object? value) => value is bool flag ? flag : throw new CelException("no such overload");
}

internal sealed record CelLiteral(object? Value) : CelExpression
{
    public override object? Evaluate(CelScope scope) => Value;

    public override SchemaNode? Check(IReadOnlyDictionary<string, SchemaNode?> variables) => null;
}

internal sealed record CelVariable(string Name) : CelExpression
{
    public override object? Evaluate(CelScope scope) => scope.Variable(Name);

    public override SchemaNode? Check(IReadOnlyDictionary<string, SchemaNode?> variables) =>
        variables.TryGetValue(Name, out var schema) ? schema : throw new CelException($"undeclared reference to '{Name}'");
}

internal sealed record CelList(IReadOnlyList<CelExpression> Items) : CelExpression
{
    public override object? Evaluate(CelScope scope) => Items.Select(i => i.Evaluate(scope)).ToList();

    public override SchemaNode? Check(IReadOnlyDictionary<string, SchemaNode?> variables)
    {
        foreach (var item in Items)
        {
            item.Check(variables);
        }

        return null;
    }
}

/// <summary><c>target.field</c>, and with <paramref name="Presence"/> the macro <c>has(target.field)</c>.</summary>
internal sealed record CelSelect(CelExpression Target, string Field, bool Presence = false) : CelExpression
{
    public override object? Evaluate(CelScope scope)
    {
        scope.Step();
        var target = Target.Evaluate(scope);
        return Presence ? CelValues.Has(target, Field) : CelValues.Get(target, Field);
    }

    public override SchemaNode? Check(IReadOnlyDictionary<string, SchemaNode?> variables)
    {
        var schema = Target.Check(variables);
        return schema is null || ReferenceEquals(schema, SchemaNode.Any) ? null
            : schema.Field(Field) ?? (schema.Type is "" ? null : throw new CelException($"undefined field '{Field}'"));
    }
}

internal sealed record CelIndex(CelExpression Target, CelExpression Key) : CelExpression
{
    public override object? Evaluate(CelScope scope)
    {
        scope.Step();
        return CelValues.Get(Target.Evaluate(scope), Key.Evaluate(scope));
    }

    public override SchemaNode? Check(IReadOnlyDictionary<string, SchemaNode?> variables)
    {
        Key.Check(variables);
        var schema = Target.Check(variables);
        return schema?.Items ?? schema?.AdditionalProperties;
    }
}

/// <summary><c>&amp;&amp;</c> and <c>||</c>: an error on one side does not matter where the other side decides.</summary>
internal sealed record CelLogical(bool And, CelExpression Left, CelExpression Right) : CelExpression
{
    public override object? Evaluate(CelScope scope)
    {
        bool left;
        try
        {
            left = Bool(Left.Evaluate(scope));
        }
        catch (CelException)
        {
            if (Bool(Right.Evaluate(scope)) == !And)
            {
                return !And;
            }

            throw;
        }

        return left == And ? Bool(Right.Evaluate(scope)) : left;
    }

    public override SchemaNode? Check(IReadOnlyDictionary<string, SchemaNode?> variables)
    {
        Left.Check(variables);
        Right.Check(variables);
        return null;
    }
}

internal sealed record CelConditional(CelExpression Condition, CelExpression Then, CelExpression Else) : CelExpression
{
    public override object? Evaluate(CelScope scope) => (Bool(Condition.Evaluate(scope)) ? Then : Else).Evaluate(scope);

    public override SchemaNode? Check(IReadOnlyDictionary<string, SchemaNode?> variables)
    {
        Condition.Check(variables);
        Else.Check(variables);
        return Then.Check(variables);
    }
}

/// <summary>An operator or a function; the target of a method is its first argument.</summary>
internal sealed record CelCall(string Function, Func<object?[], object?> Body, IReadOnlyList<CelExpression> Arguments) : CelExpression
{
    public override object? Evaluate(CelScope scope)
    {
        scope.Step();
        return Body([.. Arguments.Select(a => a.Evaluate(scope))]);
    }

    public override SchemaNode? Check(IReadOnlyDictionary<string, SchemaNode?> variables)
    {
        foreach (var argument in Arguments)
        {
            argument.Check(variables);
        }

        return null;
    }
}

/// <summary>A macro over a list's elements or a map's keys, such as <c>list.all(x, x &gt; 0)</c>.</summary>
internal sealed record CelMacro(string Name, CelExpression Target, string Variable, CelExpression Body) : CelExpression
{
    public static readonly string[] Names = ["all", "exists", "exists_one", "filter", "map"];

    public override object? Evaluate(CelScope scope)
    {
        var items = CelValues.Elements(Target.Evaluate(scope));
        return Name switch
        {
            "map" => items.Select(item => Of(item, scope)).ToList(),
            "filter" => items.Where(item => Bool(Of(item, scope))).ToList(),
            "exists_one" => items.Count(item => Bool(Of(item, scope))) == 1,
            _ => Decided(items, scope, Name == "exists"),
        };
    }

    public override SchemaNode? Check(IReadOnlyDictionary<string, SchemaNode?> variables)
    {
        var target = Target.Check(variables);
        var body = Body.Check(new Dictionary<string, SchemaNode?>(variables) { [Variable] = target?.Items });
        return Name switch
        {
            "filter" => target,
            "map" when body is not null => new SchemaNode { Type = "array", Items = body },
            _ => null,
        };
    }

    private object? Of(object? item, CelScope scope)
    {
        scope.Step();
        return Body.Evaluate(scope.With(Variable, item));
    }

    /// <summary>As with the logical operators, an error counts only where no other element decides.</summary>
    private bool Decided(IEnumerable<object?> items, CelScope scope, bool deciding)
    {
        CelException? failure = null;
        foreach (var item in items)
        {
            try
            {
                if (Bool(Of(item, scope)) == deciding)
                {
                    return deciding;
                }
            }
            catch (CelException e)
            {
                failure = e;
            }
        }

        return failure is null ? !deciding : throw failure;
    }
}
