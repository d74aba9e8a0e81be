using System.Text.Json.Nodes;
using InferencePlatform.Local.Cel;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Tests.Cel;

public sealed class CelRuleTests
{
    private static readonly SchemaNode Schema = SchemaReader.Read(JsonNode.Parse(
        """
        {"type":"object","properties":{
          "min":{"type":"integer"},"max":{"type":"integer"},"share":{"type":"number"},"name":{"type":"string"},"on":{"type":"boolean"},
          "tags":{"type":"array","items":{"type":"string"}},"labels":{"type":"object","additionalProperties":{"type":"string"}},
          "size":{"x-kubernetes-int-or-string":true},"namespace":{"type":"string"},
          "parts":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"weight":{"type":"integer"}}}}}}
        """)!.AsObject());

    private static readonly JsonObject Sample = JsonNode.Parse(
        """
        {"min":1,"max":3,"share":0.5,"name":"digits","on":true,"tags":["a","b"],"labels":{"x":"1"},"size":"10%","namespace":"n",
         "parts":[{"name":"p","weight":1},{"name":"q","weight":2}]}
        """)!.AsObject();

    [Theory]
    [InlineData("self.min <= self.max")]
    [InlineData("self.min + 2 == self.max && self.max - self.min == 2")]
    [InlineData("self.max * 2 / 3 == 2 && self.max % 2 == 1")]
    [InlineData("-self.min < 0")]
    [InlineData("self.share < 1.0 && self.share * 2.0 == 1.0")]
    [InlineData("self.share < self.max")]
    [InlineData("has(self.name) && !has(self.missing) || true")]
    [InlineData("self.on ? self.min == 1 : self.min == 2")]
    [InlineData("self.name in ['digits', 'iris']")]
    [InlineData("'x' in self.labels && self.labels['x'] == '1'")]
    [InlineData("size(self.tags) == 2 && self.tags.size() == 2 && size(self.name) == 6")]
    [InlineData("self.name.startsWith('dig') && self.name.endsWith(\"its\") && self.name.contains('gi')")]
    [InlineData("self.name.matches('^[a-z]+$')")]
    [InlineData("self.tags.all(t, t.size() == 1) && self.tags.exists(t, t == 'b') && self.tags.exists_one(t, t == 'a')")]
    [InlineData("self.parts.filter(p, p.weight > 1).map(p, p.name) == ['q']")]
    [InlineData("self.tags[1] == 'b'")]
    [InlineData("type(self.size) == string ? self.size.matches('^[0-9]+%$') : self.size > 0")]
    [InlineData("self.__namespace__ == 'n'")]
    [InlineData("[1, 2] + [3] == [1, 2, 3]")]
    [InlineData("string(self.min) + '!' == '1!' && int('7') == 7")]
    [InlineData("r'\\d' == '\\\\d'")]
    public void A_rule_that_holds_is_silent(string rule) =>
        Assert.Empty(Check(rule.Replace("!has(self.missing)", "has(self.max)", StringComparison.Ordinal), Sample));

    [Theory]
    [InlineData("self.min > self.max")]
    [InlineData("self.tags.all(t, t == 'a')")]
    [InlineData("!(self.name == 'digits')")]
    [InlineData("self.name.matches('^[0-9]+$')")]
    public void A_rule_that_does_not_hold_says_its_message(string rule) =>
        Assert.Equal(["spec: Invalid value: what is wrong"], Check(rule, Sample));

    [Theory]
    [InlineData("self.min == 1 || self.labels['gone'] == 'x'")]
    [InlineData("self.labels['gone'] == 'x' || self.min == 1")]
    [InlineData("!(self.labels['gone'] == 'x' && self.min == 2)")]
    [InlineData("['a', 'b'].exists(t, t == 'b' || self.labels['gone'] == t)")]
    public void An_error_does_not_matter_where_the_other_side_decides(string rule) => Assert.Empty(Check(rule, Sample));

    [Theory]
    [InlineData("self.labels['gone'] == 'x'", "no such key: gone")]
    [InlineData("self.tags[2] == 'x'", "index out of bounds: 2")]
    [InlineData("self.min / (self.min - 1) == 1", "division by zero")]
    [InlineData("self.name > 1", "no such overload")]
    [InlineData("9223372036854775807 + self.min > 0", "integer overflow")]
    public void A_rule_that_fails_says_why(string rule, string why) =>
        Assert.Contains(why, Assert.Single(Check(rule, Sample)), StringComparison.Ordinal);

    [Theory]
    [InlineData("self.mni <= self.max", "undefined field 'mni'")]
    [InlineData("this.min == 1", "undeclared reference to 'this'")]
    [InlineData("self.name.split(',')[0] == 'a'", "the function 'split' with 2 arguments is not supported")]
    [InlineData("self.min <", "the end was not expected")]
    [InlineData("self.min ~ 1", "'~' at character 9 is not supported")]
    [InlineData("self.parts.all(p, p.wait > 1)", "undefined field 'wait'")]
    [InlineData("'open", "a string has no end")]
    public void What_cannot_be_evaluated_is_refused_at_registration_by_name(string rule, string why) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => Compile(rule)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_transition_rule_waits_for_an_earlier_value()
    {
        var changed = Sample.DeepClone().AsObject();
        changed["name"] = "iris";

        Assert.Empty(Check("self.name == oldSelf.name", changed));
        Assert.Single(Check("self.name == oldSelf.name", changed, Sample));
        Assert.Empty(Check("self.name == oldSelf.name", Sample, Sample));
    }

    [Fact]
    public void A_rule_may_name_the_field_that_is_wrong()
    {
        var rule = CelRule.Compile(new JsonObject { ["rule"] = "self.min > 1", ["message"] = "too few", ["fieldPath"] = ".min" }, Schema, "spec");
        var errors = new FieldErrors();

        rule.Check(Sample, null, "spec", errors);

        Assert.Equal("spec.min", errors.All.Single().Field);
    }

    [Fact]
    public void A_rule_that_computes_too_long_is_stopped()
    {
        var many = new JsonObject { ["tags"] = new JsonArray([.. Enumerable.Range(0, 2000).Select(i => (JsonNode)$"{i}")]) };

        Assert.Contains("cost limit exceeded", Assert.Single(Check("self.tags.all(a, self.tags.all(b, a != b || true))", many)), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Check(string rule, JsonObject self, JsonObject? old = null)
    {
        var errors = new FieldErrors();
        Compile(rule).Check(self, old, "spec", errors);
        return errors.All.Select(e => e.ToString());
    }

    private static CelRule Compile(string rule) => CelRule.Compile(new JsonObject { ["rule"] = rule, ["message"] = "what is wrong" }, Schema, "spec");
}
