namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>The form of labels, so that a wrong one is refused with the model and not later with its pods.</summary>
internal static class LabelPatterns
{
    public const string Value = "^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$";
}
