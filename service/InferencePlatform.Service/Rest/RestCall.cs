using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Rest;

/// <summary>What an inference call needs and the next one uses again.</summary>
internal sealed class RestCall
{
    private readonly ByteLease _memory;

    public RestCall(RestServices services)
    {
        _memory = new ByteLease(services.Budget);
        Request = new InferenceRequest(services.Buffers);
        Body = new RequestBody(services.Buffers, _memory, services.Options.MaxMessageSize);
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
        _memory.Take(bytes);
        if (bytes > 1 << 30)
        {
            throw InferenceException.Invalid($"An input needs {bytes} bytes of memory and {1 << 30} is the most that one may have.");
        }

        var buffer = Request.Rent((int)bytes);
        return new NativeBytes(buffer.Pointer, buffer.Length);
    }

    public void Reset()
    {
        Request.Reset();
        Body.Free();
        Response.Reset();
        _memory.GiveBack();
        Id = null;
        BinaryOutput = false;
        BinaryOutputs.Clear();
    }
}
