using System.Globalization;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using Model;

namespace InferencePlatform.Demo;

/// <summary>Asks for a digit by the simple API: numbers in, numbers out.</summary>
internal sealed class DigitsClient(GrpcChannel channel)
{
    public const string Method = "model.ModelInference/Predict";

    public async Task<string> PredictAsync(double[] pixels)
    {
        var request = new PredictRequest { ModelId = "digits" };
        request.Inputs.AddRange(pixels);
        var response = await channel.UnaryAsync(Method, ProtobufCodec.For<PredictRequest>(), ProtobufCodec.For<PredictResponse>(), request);

        // The model's first output is the label; what follows are the ten probabilities.
        return response.Outputs[0].ToString(CultureInfo.InvariantCulture);
    }
}
