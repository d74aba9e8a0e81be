using InferencePlatform.Local.Hosting;

namespace InferencePlatform.Local.Tests.Platform;

public sealed class UpCommandTests
{
    [Theory]
    [InlineData("--api-port", "abc")]
    [InlineData("--api-port", "65536")]
    [InlineData("--wait", "-1")]
    [InlineData("--wait", "86401")]
    public void A_number_that_cannot_be_meant_is_an_error_that_names_the_option(string option, string value)
    {
        var error = Assert.Single(UpCommand.Create().Parse([option, value]).Errors);

        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--api-port", "65535")]
    [InlineData("--wait", "0")]
    public void The_limits_themselves_are_allowed(string option, string value) => Assert.Empty(UpCommand.Create().Parse([option, value]).Errors);
}
