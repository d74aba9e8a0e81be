namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>How times are written in a spec: one whole number and one unit.</summary>
internal static class DurationPatterns
{
    /// <summary>From 0 to 24 hours.</summary>
    public const string UpToDay = $"^([0-9]{{1,7}}ms|{DayInSeconds}|{DayInMinutes}|{DayInHours})$";

    /// <summary>From 0 to 24 hours in whole seconds, the unit that Deployments count in.</summary>
    public const string WholeSecondsUpToDay = $"^({DayInSeconds}|{DayInMinutes}|{DayInHours})$";

    /// <summary>From 0 to 1 hour in whole seconds, as HorizontalPodAutoscalers allow it.</summary>
    public const string WholeSecondsUpToHour = "^(([0-9]{1,3}|[12][0-9]{3}|3[0-5][0-9]{2}|3600)s|([1-5]?[0-9]|60)m|[01]h)$";

    public const string NotZero = "!self.matches('^0+[a-z]+$')";

    public const string NotZeroMessage = "it must be more than 0";

    private const string DayInSeconds = "([0-9]{1,4}|[1-7][0-9]{4}|8[0-5][0-9]{3}|86[0-3][0-9]{2}|86400)s";

    private const string DayInMinutes = "([0-9]{1,3}|1[0-3][0-9]{2}|14[0-3][0-9]|1440)m";

    private const string DayInHours = "([0-9]|1[0-9]|2[0-4])h";
}
