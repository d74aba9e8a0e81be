using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Cel;

/// <summary>One entry of <c>x-kubernetes-validations</c>.</summary>
internal sealed class CelRule
{
    private readonly string _rule;
    private readonly string _message;
    private readonly string _reason;
    private readonly string _fieldPath;
    private readonly CelExpression _expression;
    private readonly CelExpression? _messageExpression;

    private CelRule(JsonObject rule, SchemaNode schema)
    {
        _rule = rule.TextAt("rule");
        _message = rule.TextAt("message") is { Length: > 0 } message ? message : $"failed rule: {_rule}";
        _reason = rule.TextAt("reason");
        _fieldPath = rule.TextAt("fieldPath");
        ComparesWithOld = _rule.Contains("oldSelf", StringComparison.Ordinal);
        _expression = CelParser.Parse(_rule);
        _messageExpression = rule["messageExpression"].Text() is { } text ? CelParser.Parse(text) : null;
        var variables = new Dictionary<string, SchemaNode?> { ["self"] = schema, ["oldSelf"] = schema };
        _expression.Check(variables);
        _messageExpression?.Check(variables);
        if (rule["optionalOldSelf"].Flag())
        {
            throw new CelException("optionalOldSelf is not supported");
        }
    }

    /// <summary>A transition rule: checked only where there is an earlier value.</summary>
    public bool ComparesWithOld { get; }

    /// <exception cref="InvalidDataException">The rule uses what this interpreter does not have, or names a field that is not there.</exception>
    public static CelRule Compile(JsonObject rule, SchemaNode schema, string path)
    {
        try
        {
            return new CelRule(rule, schema);
        }
        catch (CelException e)
        {
            throw new InvalidDataException($"The validation rule '{rule.TextAt("rule")}' of {path} cannot be evaluated here: {e.Message}.", e);
        }
    }

    public void Check(JsonNode self, JsonNode? old, string path, FieldErrors errors)
    {
        if (ComparesWithOld && old is null)
        {
            return;
        }

        var scope = new CelScope(new Dictionary<string, object?> { ["self"] = CelValues.FromJson(self), ["oldSelf"] = CelValues.FromJson(old) });
        try
        {
            if (_expression.Evaluate(scope) is true)
            {
                return;
            }
        }
        catch (CelException e)
        {
            errors.Invalid(path.Length == 0 ? "<nil>" : path, $"{e.Message} evaluating rule: {_message}");
            return;
        }

        Report(self, path + _fieldPath, Message(scope), errors);
    }

    private void Report(JsonNode self, string path, string message, FieldErrors errors)
    {
        var field = path.Length == 0 ? "<nil>" : path.TrimStart('.');
        switch (_reason)
        {
            case "FieldValueForbidden":
                errors.Forbidden(field, message);
                break;
            case "FieldValueRequired":
                errors.Required(field, message);
                break;
            case "FieldValueDuplicate":
                errors.Duplicate(field, self);
                break;
            default:
                if (self is JsonObject or JsonArray)
                {
                    errors.Invalid(field, message);
                }
                else
                {
                    errors.Invalid(field, self, message);
                }

                break;
        }
    }

    private string Message(CelScope scope)
    {
        try
        {
            return _messageExpression?.Evaluate(scope) as string is { Length: > 0 } text ? text : _message;
        }
        catch (CelException)
        {
            return _message;
        }
    }
}
