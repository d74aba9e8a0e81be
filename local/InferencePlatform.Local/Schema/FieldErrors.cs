using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Schema;

/// <summary>One field that is wrong, in the words and with the reason codes of Kubernetes.</summary>
/// <param name="Reason">Such as <c>FieldValueInvalid</c>.</param>
/// <param name="Body">The message without the field.</param>
/// <param name="Field">The path, such as <c>spec.ports[0].name</c>.</param>
internal sealed record FieldError(string Reason, string Body, string Field)
{
    public override string ToString() => $"{Field}: {Body}";
}

/// <summary>Collects what is wrong with an object.</summary>
internal sealed class FieldErrors
{
    private readonly List<FieldError> _errors = [];

    public IReadOnlyList<FieldError> All => _errors;

    public bool Any => _errors.Count > 0;

    public void Required(string field, string detail = "") => Add("FieldValueRequired", "Required value", field, detail);

    public void Invalid(string field, JsonNode? value, string detail) => Add("FieldValueInvalid", $"Invalid value: {value.Shown()}", field, detail);

    /// <summary>Leaves the value out, which is large.</summary>
    public void Invalid(string field, string detail) => Add("FieldValueInvalid", "Invalid value", field, detail);

    public void WrongType(string field, JsonNode? value, string detail) => Add("FieldValueTypeInvalid", $"Invalid value: {value.Shown()}", field, detail);

    public void Duplicate(string field, JsonNode? value) => Add("FieldValueDuplicate", $"Duplicate value: {value.Shown()}", field, "");

    public void Unsupported(string field, JsonNode? value, IEnumerable<string> supported) =>
        Add("FieldValueNotSupported", $"Unsupported value: {value.Shown()}", field, "supported values: " + string.Join(", ", supported.Select(s => $"\"{s}\"")));

    public void NotFound(string field, JsonNode? value) => Add("FieldValueNotFound", $"Not found: {value.Shown()}", field, "");

    public void Forbidden(string field, string detail) => Add("FieldValueForbidden", "Forbidden", field, detail);

    public void TooLong(string field, long limit) => Add("FieldValueTooLong", "Too long", field, string.Create(CultureInfo.InvariantCulture, $"may not be more than {limit} bytes"));

    public void TooMany(string field, long actual, long limit) =>
        Add("FieldValueTooMany", string.Create(CultureInfo.InvariantCulture, $"Too many: {actual}"), field, string.Create(CultureInfo.InvariantCulture, $"must have at most {limit} items"));

    private void Add(string reason, string words, string field, string detail) =>
        _errors.Add(new FieldError(reason, detail.Length == 0 ? words : $"{words}: {detail}", field));
}
