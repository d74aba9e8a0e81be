using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>An S3-compatible store.</summary>
internal sealed record S3Spec
{
    [Description("Address of the store, such as http://minio.storage:9000. By default Amazon's, by region.")]
    [MaxLength(512)]
    [RegularExpression("^https?://[^/?#@]+/?$")]
    public string? Endpoint { get; init; }

    [Description("Region of the bucket. By default us-east-1; many stores take any.")]
    [MaxLength(64)]
    [RegularExpression("^[A-Za-z0-9-]+$")]
    public string? Region { get; init; }

    [Description("Puts the bucket into the path instead of the host name, as most stores of one's own need it.")]
    public bool? PathStyle { get; init; }

    [Description("Asks without credentials, for a bucket that anybody may read.")]
    public bool? Anonymous { get; init; }
}
