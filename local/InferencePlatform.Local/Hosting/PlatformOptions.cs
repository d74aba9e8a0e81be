using InferencePlatform.Local.Nodes;
using InferencePlatform.Operator.Hosting;

namespace InferencePlatform.Local.Hosting;

/// <summary>How a platform is set up.</summary>
internal sealed record PlatformOptions
{
    /// <summary>Where objects, certificates, pods and volumes are kept; a platform that is started on it again goes on from there.</summary>
    public required string StateFolder { get; init; }

    /// <summary>What stands for which image.</summary>
    public required Images Images { get; init; }

    /// <summary>The API's port on 127.0.0.1; 0 takes a free one.</summary>
    public int ApiPort { get; init; }

    /// <summary>Whether the operator runs here too; without, pods and Services are all there is.</summary>
    public bool RunsOperator { get; init; } = true;

    /// <summary>Gets sentences for whoever sits at the terminal, such as that an address is in use.</summary>
    public Action<string> Notify { get; init; } = _ => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The server's program stands for the operator's own server image.</summary>
    public static Images ServerImages(string program) => new(new Dictionary<string, string> { [OperatorDefaults.ServerImage] = program });
}
