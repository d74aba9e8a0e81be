using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Local.Nodes.Pods;
using InferencePlatform.Local.Nodes.Processes;
using InferencePlatform.Local.Nodes.Volumes;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Nodes;

/// <summary>What every pod of the node works with.</summary>
/// <param name="Client">The API server.</param>
/// <param name="StateFolder">Where pods' folders and claims are.</param>
/// <param name="Images">What can run.</param>
/// <param name="Addresses">The pods' addresses.</param>
/// <param name="Starter">Starts processes.</param>
/// <param name="Ledger">Remembers them.</param>
/// <param name="Volumes">Makes volumes.</param>
/// <param name="Events">Tells users.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Tells the operator of the machine.</param>
internal sealed record NodeServices(
    IKubernetesClient Client,
    string StateFolder,
    Images Images,
    PodAddresses Addresses,
    ProcessStarter Starter,
    ProcessLedger Ledger,
    PodVolumes Volumes,
    PodEvents Events,
    TimeProvider Time,
    ILogger Log);
