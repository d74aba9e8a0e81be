using InferencePlatform.Service.Inference;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest;

/// <summary>A request failed in a way that only HTTP has; else it is an <see cref="InferenceException"/>.</summary>
internal sealed class RestException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static RestException TooLarge(long bytes, int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The message has {bytes} bytes and the limit is {limit}; send less at once or raise the limit.");

    public static RestException Unsupported(string message) => new(StatusCodes.Status415UnsupportedMediaType, message);
}
