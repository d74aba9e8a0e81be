namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>How numbers of bytes are written in a spec: a whole number with a binary unit.</summary>
internal static class SizePatterns
{
    /// <summary>From 1 KiB to 1 GiB.</summary>
    public const string UpToGibibyte = $"^([1-9][0-9]{{0,5}}Ki|{UpTo1024}Mi|1Gi)$";

    /// <summary>From 1 KiB to 1 TiB.</summary>
    public const string UpToTebibyte = $"^([1-9][0-9]{{0,8}}Ki|[1-9][0-9]{{0,5}}Mi|{UpTo1024}Gi|1Ti)$";

    private const string UpTo1024 = "([1-9][0-9]{0,2}|10[01][0-9]|102[0-4])";
}
