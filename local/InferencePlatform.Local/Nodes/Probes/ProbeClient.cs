using System.Globalization;
using System.Net.Sockets;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Health.V1;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Nodes.Probes;

/// <summary>Asks a container how it is, as the kubelet does: a new connection every time.</summary>
internal sealed class ProbeClient(string podIP, Container container)
{
    private static readonly ProtobufCodecs Codecs = new(ProtobufCodec.For<HealthCheckRequest>(), ProtobufCodec.For<HealthCheckResponse>());

    public async Task<ProbeResult> AskAsync(Probe probe, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return probe switch
            {
                { Grpc: { } grpc } => await AskGrpcAsync(grpc, limit.Token),
                { HttpGet: { } http } => await AskHttpAsync(http, limit.Token),
                { TcpSocket: { } tcp } => await AskTcpAsync(tcp, limit.Token),
                _ => ProbeResult.Good,
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeResult.Bad($"no answer within {timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or RpcException)
        {
            return ProbeResult.Bad(e.Message);
        }
    }

    private async Task<ProbeResult> AskGrpcAsync(GrpcAction action, CancellationToken cancellationToken)
    {
        using var channel = new GrpcChannel(new Uri($"http://{podIP}:{action.Port}"));
        var answer = await channel.UnaryAsync(
            "grpc.health.v1.Health/Check", Codecs.Request, Codecs.Response,
            new HealthCheckRequest { Service = action.Service ?? "" }, new CallOptions { CancellationToken = cancellationToken });
        return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving
            ? ProbeResult.Good
            : ProbeResult.Bad($"service unhealthy (responded with \"{answer.Status}\")");
    }

    private async Task<ProbeResult> AskHttpAsync(HttpGetAction action, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };

        // The kubelet does not check certificates either: it asks about life, not identity.
#pragma warning disable CA5359
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        using var http = new HttpClient(handler);
        var scheme = string.Equals(action.Scheme, "HTTPS", StringComparison.OrdinalIgnoreCase) ? "https" : "http";
        var uri = new Uri(new Uri($"{scheme}://{action.Host ?? podIP}:{Number(action.Port)}"), action.Path ?? "/");
        using var answer = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return (int)answer.StatusCode is >= 200 and < 400 ? ProbeResult.Good : ProbeResult.Bad($"HTTP probe failed with statuscode: {(int)answer.StatusCode}");
    }

    private async Task<ProbeResult> AskTcpAsync(TcpSocketAction action, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(podIP, Number(action.Port), cancellationToken);
        return ProbeResult.Good;
    }

    private int Number(IntOrString? port) => port switch
    {
        { Number: { } number } => number,
        { Text: var name } => container.Ports?.FirstOrDefault(p => p.Name == name)?.Port ?? 0,
        null => 0,
    };

    private sealed record ProtobufCodecs(MessageCodec<HealthCheckRequest> Request, MessageCodec<HealthCheckResponse> Response);
}
