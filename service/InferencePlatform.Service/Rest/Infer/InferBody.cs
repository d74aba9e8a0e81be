using System.Globalization;
using InferencePlatform.Service.Inference;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest.Infer;

/// <summary>Parts a body into its JSON and the tensors' bytes that may follow.</summary>
internal static unsafe class InferBody
{
    /// <summary>Reads the body that the call holds into its request.</summary>
    public static void Read(RestCall call, HttpRequest http)
    {
        var body = call.Body.Bytes;
        var jsonLength = JsonLength(http, body.Length);
        var json = new NativeBytes(body.Pointer, jsonLength);
        var binary = new NativeBytes(body.Pointer + jsonLength, body.Length - jsonLength);
        new InferRequestReader(call, json, new BinarySection(binary)).Read();
    }

    private static int JsonLength(HttpRequest http, int bodyLength)
    {
        if (!http.Headers.TryGetValue(MediaTypes.JsonLengthHeader, out var header))
        {
            return bodyLength;
        }

        return int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= bodyLength
            ? length
            : throw InferenceException.Invalid($"The header {MediaTypes.JsonLengthHeader} is '{header}'; it is the number of bytes of JSON at the start of the body, which has {bodyLength}.");
    }
}
