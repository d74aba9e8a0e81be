using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Rest;

/// <summary>What an inference call needs and the next one uses again.</summary>
internal sealed class RestCall
{
    public RestCall(RestServices services)
    {
        var memory = new ByteLease(services.Budget);
        Request = new InferenceRequest(services.Buffers, memory);
        Body = new RequestBody(services.Buffers, memory, services.Options.MaxMessageSize);
    }

    public InferenceRequest Request { get; }

    public RequestBody Body { get; }

    public ResponseStream Response { get; } = new();

    /// <summary>The id to send back, where the request has one.</summary>
    public NativeBytes? Id { get; set; }

    /// <summary>Whether outputs are wanted as bytes, where they do not say it themselves.</summary>
    public bool BinaryOutput { get; set; }

    /// <summary>For each requested output whether it is wanted as bytes; null where the request does not say.</summary>
    public List<bool?> BinaryOutputs { get; } = [];

    /// <summary>Memory that lives until <see cref="Reset"/>, as long as the server has any to spare.</summary>
    /// <exception cref="InferenceException">It has not.</exception>
    public unsafe NativeBytes Take(long bytes)
    {
        var buffer = Request.Rent(bytes);
        return new NativeBytes(buffer.Pointer, buffer.Length);
    }

    public void Reset()
    {
        Body.Free();
        Request.Reset();
        Response.Reset();
        Id = null;
        BinaryOutput = false;
        BinaryOutputs.Clear();
    }
}
