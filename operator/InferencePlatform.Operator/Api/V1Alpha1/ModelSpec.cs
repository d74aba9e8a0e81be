using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>Where a model comes from and what it is called.</summary>
[Cel("has(self.name) == has(oldSelf.name) && (!has(self.name) || self.name == oldSelf.name)",
    "name is immutable: clients call the model by it. Make another InferenceModel instead", FieldPath = ".name")]
[Cel("!has(self.s3) || self.uri.startsWith('s3://')", "s3 is only for s3:// URIs; leave it out", FieldPath = ".s3")]
[Cel(
    "!self.uri.startsWith('s3://') || has(self.credentialsSecretRef) != (has(self.s3) && has(self.s3.anonymous) && self.s3.anonymous)",
    "an s3:// model needs either credentialsSecretRef or s3.anonymous: true, for a bucket that anybody may read",
    FieldPath = ".credentialsSecretRef")]
[Cel(
    "!has(self.credentialsSecretRef) || self.uri.startsWith('s3://') || self.uri.startsWith('https://') || self.uri.startsWith('http://')",
    "credentialsSecretRef is only for s3://, https:// and http:// URIs; leave it out", FieldPath = ".credentialsSecretRef")]
[Cel(
    "!has(self.download) || !(self.uri.startsWith('configmap://') || self.uri.startsWith('pvc://') || self.uri.startsWith('oci://'))",
    "download is only for models that are fetched: s3://, https://, http:// and file://; leave it out", FieldPath = ".download")]
internal sealed record ModelSpec
{
    [Description("The name that clients call the model by, such as example_model. By default the resource's own name. It cannot be changed later.")]
    [MinLength(1)]
    [MaxLength(253)]
    [RegularExpression("^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$")]
    public string? Name { get; init; }

    [Description("Where the ONNX file is: configmap://NAME/KEY and pvc://CLAIM/PATH in this namespace, oci://IMAGE#PATH, s3://BUCKET/KEY, https://HOST/PATH, http://HOST/PATH, or file:///PATH on the single-machine platform. With pvc, s3 and file, a path that ends in / is a folder with a model.onnx and the weights beside it.")]
    [MinLength(1)]
    [MaxLength(2048)]
    [Cel(ModelUriRules.Scheme, ModelUriRules.SchemeMessage)]
    [Cel(ModelUriRules.ConfigMap, ModelUriRules.ConfigMapMessage)]
    [Cel(ModelUriRules.Claim, ModelUriRules.ClaimMessage)]
    [Cel(ModelUriRules.Image, ModelUriRules.ImageMessage)]
    [Cel(ModelUriRules.Bucket, ModelUriRules.BucketMessage)]
    [Cel(ModelUriRules.Web, ModelUriRules.WebMessage)]
    [Cel(ModelUriRules.File, ModelUriRules.FileMessage)]
    public required string Uri { get; init; }

    [Description("The SHA-256 that the ONNX file must have, 64 hex digits. Any other file is refused before it is loaded. Without it the SHA-256 that was found is in the status.")]
    [MinLength(64)]
    [MaxLength(64)]
    [Cel("self.matches('^[0-9a-fA-F]{64}$')", "sha256 must be 64 hex digits, as sha256sum prints them")]
    public string? Sha256 { get; init; }

    [Description("The version that the model is served as. By default 1.")]
    [Range(1L, 999_999_999_999_999L)]
    public long? Version { get; init; }

    [Description("Secret in this namespace with what the source asks for. For s3: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, with AWS_SESSION_TOKEN where it is one. For https and http: INFERENCE_FETCH_TOKEN, or INFERENCE_FETCH_USERNAME and INFERENCE_FETCH_PASSWORD. No other key of the Secret is read, so that only a Secret made for it can be used.")]
    public SecretReference? CredentialsSecretRef { get; init; }

    [Description("The store that an s3:// model is in, where it is not Amazon's.")]
    public S3Spec? S3 { get; init; }

    [Description("Limits of fetching the model.")]
    public DownloadSpec? Download { get; init; }
}
