using System.Net;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Grpc.Tests.Infrastructure;
using InferencePlatform.Testing;

namespace InferencePlatform.Grpc.Tests.Server;

public sealed class ServerOptionsTests
{
    public static TheoryData<string, Action<GrpcServerOptions>> Impossible => new()
    {
        { nameof(GrpcServerOptions.Endpoints), o => o.Endpoints.Clear() },
        { nameof(GrpcServerOptions.MaxReceiveMessageSize), o => o.MaxReceiveMessageSize = 0 },
        { nameof(GrpcServerOptions.MaxReceiveMessageSize), o => o.MaxReceiveMessageSize = (1 << 30) + 1 },
        { nameof(GrpcServerOptions.MaxBytesInFlight), o => o.MaxBytesInFlight = o.MaxReceiveMessageSize - 1 },
        { nameof(GrpcServerOptions.MaxCallsInFlight), o => o.MaxCallsInFlight = 0 },
        { nameof(GrpcServerOptions.MaxStreamsPerConnection), o => o.MaxStreamsPerConnection = 0 },
        { nameof(GrpcServerOptions.MaxConnections), o => o.MaxConnections = 0 },
        { nameof(GrpcServerOptions.MaxConnectionAge), o => o.MaxConnectionAge = TimeSpan.Zero },
        { nameof(GrpcServerOptions.MaxConnectionAge), o => o.MaxConnectionAge = TimeSpan.FromDays(41) },
        { nameof(GrpcServerOptions.MaxConnectionAgeGrace), o => o.MaxConnectionAgeGrace = TimeSpan.FromSeconds(-2) },
        { nameof(GrpcServerOptions.KeepAliveTime), o => o.KeepAliveTime = TimeSpan.Zero },
        { nameof(GrpcServerOptions.KeepAliveTimeout), o => o.KeepAliveTimeout = TimeSpan.Zero },
        { nameof(GrpcServerOptions.MessageStallTimeout), o => o.MessageStallTimeout = TimeSpan.MaxValue },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void An_option_out_of_its_range_is_refused_by_name(string name, Action<GrpcServerOptions> set)
    {
        var options = Options();
        set(options);
        var e = Assert.Throws<ArgumentException>(() => Create(options));
        Assert.StartsWith(name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_time_may_be_infinite()
    {
        var options = Options();
        options.MaxConnectionAge = options.MaxConnectionAgeGrace = options.KeepAliveTime = options.KeepAliveTimeout =
            options.MessageStallTimeout = Timeout.InfiniteTimeSpan;
        await using var server = Create(options);
        await server.StartAsync(Patience.Token);
    }

    [Fact]
    public async Task A_server_listens_on_all_its_addresses_and_says_which_ports_it_got()
    {
        var options = Options();
        options.Endpoints.Add(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        await using var server = Create(options);
        Assert.Empty(server.Endpoints);
        await server.StartAsync(Patience.Token);
        Assert.Equal([IPAddress.Loopback, IPAddress.IPv6Loopback], server.Endpoints.Select(e => e.Address));
        Assert.DoesNotContain(0, server.Endpoints.Select(e => e.Port));
    }

    [Fact]
    public async Task An_address_in_use_fails_the_start()
    {
        await using var first = Create(Options());
        await first.StartAsync(Patience.Token);
        var options = new GrpcServerOptions { Endpoints = { first.Endpoints[0] } };
        await using var second = Create(options);
        await Assert.ThrowsAnyAsync<IOException>(() => second.StartAsync(Patience.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Service")]
    [InlineData("/Method")]
    [InlineData("test.Service/")]
    [InlineData("/test.Service/Method")]
    public void A_method_name_of_another_form_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new ServerMethods().AddRaw(name, _ => ValueTask.CompletedTask));

    [Fact]
    public void A_method_is_added_once()
    {
        var methods = new ServerMethods().AddRaw("test.Service/Method", _ => ValueTask.CompletedTask);
        Assert.Throws<ArgumentException>(() => methods.AddRaw("test.Service/Method", _ => ValueTask.CompletedTask));
        Assert.Equal(["test.Service"], methods.Services);
    }

    private static GrpcServerOptions Options() => new() { Endpoints = { new IPEndPoint(IPAddress.Loopback, 0) } };

    private static GrpcServer Create(GrpcServerOptions options)
    {
        using var errors = new ErrorCollectingLoggerProvider();
        return new GrpcServer(new ServerMethods(), options, errors.CreateFactory());
    }
}
