namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>The form of each kind of URI, as CEL rules. <c>Sources.ModelSource</c> reads what these let through.</summary>
internal static class ModelUriRules
{
    public const string Scheme = "self.matches('^(configmap|pvc|oci|s3|https|http|file)://')";
    public const string SchemeMessage = "uri must begin with configmap://, pvc://, oci://, s3://, https://, http:// or file://";

    public const string ConfigMap = "!self.startsWith('configmap://') || self.matches('^configmap://[a-z0-9]([a-z0-9.-]*[a-z0-9])?/[A-Za-z0-9_-][A-Za-z0-9._-]*$')";
    public const string ConfigMapMessage = "such a uri is configmap://NAME/KEY, a ConfigMap of this namespace and a key in its binaryData";

    public const string Claim = "!self.startsWith('pvc://') || self.matches('^pvc://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[A-Za-z0-9_-][A-Za-z0-9._ -]*)*(/[A-Za-z0-9_-][A-Za-z0-9._ -]*|/)$')";
    public const string ClaimMessage = "such a uri is pvc://CLAIM/PATH, a PersistentVolumeClaim of this namespace and a file in it, or a folder that ends in /; no part of the path begins with a dot";

    public const string Image = "!self.startsWith('oci://') || self.matches('^oci://[A-Za-z0-9][A-Za-z0-9._:/@-]*(#([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*)?$')";
    public const string ImageMessage = "such a uri is oci://IMAGE#PATH, an image reference as for a container and a file in it; without #PATH it is model.onnx; no part of the path begins with a dot";

    public const string Bucket = "!self.startsWith('s3://') || self.matches('^s3://[a-z0-9][a-z0-9.-]*[a-z0-9]/[^/].*$')";
    public const string BucketMessage = "such a uri is s3://BUCKET/KEY, or s3://BUCKET/PREFIX/ with a model.onnx under the prefix";

    public const string Web = "!self.startsWith('http') || self.matches('^https?://[^/?#@]+/([^?#]*[^/?#])([?][^#]*)?$')";
    public const string WebMessage = "such a uri is https://HOST/PATH of one file, without a user in it (credentials belong into credentialsSecretRef) and without a fragment";

    public const string File = "!self.startsWith('file://') || self.matches('^file:///[^/].*$')";
    public const string FileMessage = "such a uri is file:///PATH, a file of the machine, or a folder that ends in /";
}
