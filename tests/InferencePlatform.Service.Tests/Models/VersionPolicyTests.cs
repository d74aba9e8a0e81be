using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Tests.Models;

public sealed class VersionPolicyTests
{
    private static readonly long[] Existing = [2, 10, 1, 3];

    [Fact]
    public void The_latest_versions_are_those_with_the_highest_numbers() =>
        Assert.Equal([10, 3], VersionPolicy.Latest(2).Choose(Existing));

    [Fact]
    public void Asking_for_more_of_the_latest_than_there_are_gives_all() =>
        Assert.Equal([10, 3, 2, 1], VersionPolicy.Latest(9).Choose(Existing));

    [Fact]
    public void All_versions_are_served_highest_first() =>
        Assert.Equal([10, 3, 2, 1], VersionPolicy.All.Choose(Existing));

    [Fact]
    public void Specific_versions_are_chosen_even_where_they_do_not_exist() =>
        Assert.Equal([7, 1], VersionPolicy.Specific([1, 7, 1]).Choose(Existing));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("20260131", 20260131)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void A_positive_whole_number_is_a_version(string text, long expected)
    {
        Assert.True(VersionNumber.TryParse(text, out var version));
        Assert.Equal(expected, version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("01")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.0")]
    [InlineData(" 1")]
    [InlineData("1e3")]
    [InlineData("v1")]
    [InlineData("١")]
    [InlineData("9223372036854775808")]
    public void Anything_else_is_no_version(string text) => Assert.False(VersionNumber.TryParse(text, out _));

    [Theory]
    [InlineData("digits")]
    [InlineData("example_model.v2 (new)")]
    [InlineData("größe-模型-😀")]
    public void A_printable_name_is_a_models(string name) => Assert.True(ModelName.IsValid(name));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("../digits")]
    [InlineData("a/b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u202Eb")]
    [InlineData("a\uFFFDb")]
    public void A_name_that_is_hidden_or_unprintable_or_leads_elsewhere_is_none(string name) => Assert.False(ModelName.IsValid(name));

    [Fact]
    public void A_name_of_more_than_256_bytes_is_none() => Assert.False(ModelName.IsValid(new string('ü', 129)));
}
