using System.Net;
using System.Net.Security;
using InferencePlatform.Grpc.Server;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Grpc.Interop.Service;

/// <summary>A server of grpc.testing.TestService on the loopback address.</summary>
internal static class TestServer
{
    /// <param name="port">The port; 0 picks a free one.</param>
    /// <param name="loggers">Where the server logs.</param>
    /// <param name="tls">TLS settings; null for a port in clear.</param>
    public static GrpcServer Create(int port, ILoggerFactory loggers, SslServerAuthenticationOptions? tls = null)
    {
        var methods = new ServerMethods();
        UnaryMethods.AddTo(methods);
        StreamingMethods.AddTo(methods);
        var options = new GrpcServerOptions { Endpoints = { new IPEndPoint(IPAddress.Loopback, port) }, Tls = tls is null ? null : () => tls };
        return new GrpcServer(methods, options, loggers);
    }
}
