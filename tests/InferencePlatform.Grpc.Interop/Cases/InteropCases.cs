namespace InferencePlatform.Grpc.Interop.Cases;

/// <summary>
/// The test cases. The ones that end in <c>_noprobe</c> leave out the check that the server refuses a message which is
/// not compressed as announced: they are for servers that cannot tell.
/// </summary>
internal static class InteropCases
{
    public static IReadOnlyList<InteropCase> All { get; } =
    [
        new("empty_unary", UnaryCases.EmptyAsync),
        new("large_unary", UnaryCases.LargeAsync),
        new("client_streaming", StreamingCases.ClientStreamingAsync),
        new("server_streaming", StreamingCases.ServerStreamingAsync),
        new("ping_pong", StreamingCases.PingPongAsync),
        new("empty_stream", StreamingCases.EmptyStreamAsync),
        new("half_duplex", StreamingCases.HalfDuplexAsync),
        new("custom_metadata", MetadataCases.CustomMetadataAsync),
        new("status_code_and_message", StatusCases.StatusCodeAndMessageAsync),
        new("special_status_message", StatusCases.SpecialStatusMessageAsync),
        new("unimplemented_method", StatusCases.UnimplementedMethodAsync),
        new("unimplemented_service", StatusCases.UnimplementedServiceAsync),
        new("cancel_after_begin", EndingCases.CancelAfterBeginAsync),
        new("cancel_after_first_response", EndingCases.CancelAfterFirstResponseAsync),
        new("timeout_on_sleeping_server", EndingCases.TimeoutOnSleepingServerAsync),
        new("client_compressed_unary", client => CompressedRequestCases.UnaryAsync(client, probe: true)),
        new("client_compressed_unary_noprobe", client => CompressedRequestCases.UnaryAsync(client, probe: false)),
        new("client_compressed_streaming", client => CompressedRequestCases.StreamingAsync(client, probe: true)),
        new("client_compressed_streaming_noprobe", client => CompressedRequestCases.StreamingAsync(client, probe: false)),
        new("server_compressed_unary", CompressedResponseCases.UnaryAsync),
        new("server_compressed_streaming", CompressedResponseCases.StreamingAsync),
    ];
}
