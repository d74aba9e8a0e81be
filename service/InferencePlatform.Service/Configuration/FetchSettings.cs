using InferencePlatform.Service.Fetching;

namespace InferencePlatform.Service.Configuration;

/// <summary>Every setting of <c>inference-server fetch</c>, said once.</summary>
internal static class FetchSettings
{
    public const string EnvironmentPrefix = "INFERENCE_FETCH_";

    private const string Introduction = """
        inference-server fetch: brings one model to a folder, and makes it visible only when it is whole.

        Usage: inference-server fetch --uri <uri> --target <folder> [options]

        Examples:
          inference-server fetch --uri https://models.example/digits.onnx --target /models --sha256 9f2c...
              One file, which becomes /models/model.onnx.
          inference-server fetch --uri s3://models/digits/3/ --target /models \
                  --s3-endpoint http://minio:9000 --s3-path-style
              All objects under the prefix: its model.onnx and the weights that lie beside it.
          inference-server fetch --uri file:///srv/models/digits.onnx --target /models --link
              Verify a file of this machine, and link to it.

        Beside model.onnx it writes fetch.json: where the model is from, its SHA-256, size and time. Where
        what fetch.json tells of lies there already, unchanged, nothing is fetched.

        Credentials are no options. They are variables, or files of the same names in --credentials-dir:
          for s3        AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, with AWS_SESSION_TOKEN where it is one
          for http(s)   INFERENCE_FETCH_TOKEN (file: token), or INFERENCE_FETCH_USERNAME and
                        INFERENCE_FETCH_PASSWORD (files: username, password)
        HTTPS_PROXY, HTTP_PROXY and NO_PROXY are followed.

        Exit codes: 0 it is there; 1 the source did not answer or broke off, every time; 2 wrong settings;
        10 there is no such model; 11 access denied; 12 another SHA-256; 13 over a limit; 14 the target
        cannot be written, or is full; 15 the source's answer cannot be used; 130, 143 told to stop by
        SIGINT, SIGTERM.

        """;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly FlagFormat Flag = new();
    private static readonly TextFormat Folder = new("folder", "a folder", t => t.Length > 0);
    private static readonly TextFormat File = new("file", "a file", t => t.Length > 0);

    public static SettingTable<FetchOptions> Table { get; } = new(
    [
        new FetchSetting<string>("uri", SettingGroup.Source, "The model: https, http, s3 or file. One that ends in / is a prefix or folder with a model.onnx in it; https and http name one file.",
            new TextFormat("uri", $"a URI such as {ModelUri.Examples}", t => t.Length > 0), o => o.Uri, (o, v) => o with { Uri = v }),
        new FetchSetting<string>("sha256", SettingGroup.Source, "The SHA-256 that the model's file must have; any other is deleted. For a prefix or folder, that of its model.onnx.",
            new Sha256Format(), o => o.Sha256, (o, v) => o with { Sha256 = v }, "not checked"),
        new FetchSetting<string>("credentials-dir", SettingGroup.Source, "Folder with a file for each credential, as a mounted Secret is. A file wins over the variable.",
            Folder, o => o.CredentialsDir, (o, v) => o with { CredentialsDir = v }, "the variables"),
        new FetchSetting<string>("ca-file", SettingGroup.Source, "PEM file of certificate authorities to trust beside the system's.",
            File, o => o.CaFile, (o, v) => o with { CaFile = v }),
        new FetchSetting<Uri>("s3-endpoint", SettingGroup.Source, "Address of an S3-compatible store.",
            new UriFormat("http://minio:9000"), o => o.S3Endpoint, (o, v) => o with { S3Endpoint = v }, "Amazon's, by region"),
        new FetchSetting<string>("s3-region", SettingGroup.Source, "Region of the bucket; many stores take any.",
            new TextFormat("region", "letters, digits and hyphens", t => t.Length is > 0 and <= 64 && t.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')), o => o.S3Region, (o, v) => o with { S3Region = v }),
        new FetchSetting<bool>("s3-path-style", SettingGroup.Source, "Put the bucket into the path, not the host name; most stores of one's own need it.",
            Flag, o => o.S3PathStyle, (o, v) => o with { S3PathStyle = v }),
        new FetchSetting<bool>("s3-anonymous", SettingGroup.Source, "Ask without credentials, for a bucket that anybody may read.",
            Flag, o => o.S3Anonymous, (o, v) => o with { S3Anonymous = v }),

        new FetchSetting<string>("target", SettingGroup.Target, "Folder to bring the model to; made where it does not exist. The model becomes model.onnx in it.",
            Folder, o => o.Target, (o, v) => o with { Target = v }),
        new FetchSetting<bool>("link", SettingGroup.Target, "For file: verify where it lies and link to it, instead of copying.",
            Flag, o => o.Link, (o, v) => o with { Link = v }),

        new FetchSetting<long>("max-size", SettingGroup.Limits, "Bytes of the model at most, of all its files together.",
            new SizeFormat<long>(1, 1L << 44), o => o.MaxSize, (o, v) => o with { MaxSize = v }),
        new FetchSetting<TimeSpan>("timeout", SettingGroup.Limits, "What all of it may take.",
            new DurationFormat(TimeSpan.FromMilliseconds(1), Day), o => o.Timeout, (o, v) => o with { Timeout = v }),
        new FetchSetting<TimeSpan>("stall-timeout", SettingGroup.Limits, "Silence after which a connection is given up, and another tried.",
            new DurationFormat(TimeSpan.FromMilliseconds(1), Day), o => o.StallTimeout, (o, v) => o with { StallTimeout = v }),
        new FetchSetting<int>("attempts", SettingGroup.Limits, "Attempts in a row that may bring nothing more before it is given up.",
            new NumberFormat<int>("count", 1, 1000), o => o.Attempts, (o, v) => o with { Attempts = v }),

        new FetchSetting<string>("termination-message-path", SettingGroup.Life, "File that the reason of a failure is written to, for the kubelet.",
            File, o => o.TerminationMessagePath, (o, v) => o with { TerminationMessagePath = v }),

        new FetchSetting<string>("log-level", SettingGroup.Observation, "Lowest level that is logged.",
            LogFormats.Level, o => o.LogLevel, (o, v) => o with { LogLevel = v }),
        new FetchSetting<string>("log-format", SettingGroup.Observation, "How log records are written: a line of text, or of JSON.",
            LogFormats.Format, o => o.LogFormat, (o, v) => o with { LogFormat = v }),
    ])
    {
        Program = "inference-server fetch",
        Introduction = Introduction,
        FirstOption = "--uri",
        EnvironmentPrefix = EnvironmentPrefix,
        OtherVariables = FetchCredentials.OwnVariables,
        Complete = options => options,
        FindProblems = FetchOptionsCheck.FindProblems,
    };
}
