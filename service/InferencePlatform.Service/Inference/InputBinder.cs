using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Inference;

/// <summary>Checks a request's inputs against a model and makes them ONNX Runtime's tensors.</summary>
internal static unsafe class InputBinder
{
    /// <summary>One tensor for each input of the model, in its order; the request disposes of them.</summary>
    /// <exception cref="InferenceException">An input is missing, unknown, given twice, or not what the model takes.</exception>
    public static TensorValue[] Bind(ModelSignature signature, InferenceRequest request)
    {
        var specs = signature.Inputs;
        var values = request.PrepareValues(specs.Count);
        foreach (var input in request.Inputs)
        {
            var index = ModelSignature.IndexOf(specs, input.Name.Span);
            if (index < 0)
            {
                throw InferenceException.Invalid($"The model has no input '{input.Name}'; it takes {ModelSignature.Describe(specs)}.");
            }

            if (!values[index].IsEmpty)
            {
                throw InferenceException.Invalid($"Input '{specs[index].Name}' is given more than once.");
            }

            values[index] = ToValue(specs[index], input, request);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].IsEmpty)
            {
                throw InferenceException.Invalid($"Input '{specs[i].Name}' is missing; the model takes {ModelSignature.Describe(specs)}.");
            }
        }

        return values;
    }

    /// <summary>As <see cref="Bind"/>, for inputs without names: they are taken in the model's order.</summary>
    public static TensorValue[] BindInOrder(ModelSignature signature, InferenceRequest request)
    {
        var inputs = request.Inputs;
        var values = request.PrepareValues(inputs.Length);
        for (var i = 0; i < inputs.Length; i++)
        {
            values[i] = ToValue(signature.Inputs[i], inputs[i], request);
        }

        return values;
    }

    private static TensorValue ToValue(TensorSpec spec, InputTensor input, InferenceRequest request)
    {
        if (input.DataType != spec.DataType)
        {
            throw InferenceException.Invalid($"Input '{spec.Name}' has the datatype {input.DataType.Name()}; the model takes {spec.DataType.Name()}.");
        }

        if (!spec.Accepts(input.Shape))
        {
            throw InferenceException.Invalid($"Input '{spec.Name}' has the shape {ShapeText.Format(input.Shape)}; the model takes {ShapeText.Format(spec.Shape)}, where -1 is any length.");
        }

        var elements = TensorShape.CountElements(spec.Name, input.Shape);
        if (spec.DataType == DataType.Bytes)
        {
            return BytesTensor.Create(spec.Name, input, elements, request);
        }

        var size = spec.DataType.Size();
        if (input.Data.Length != elements * size)
        {
            throw InferenceException.Invalid($"Input '{spec.Name}' has {input.Data.Length} bytes of data; {elements} elements of {spec.DataType.Name()} in the shape {ShapeText.Format(input.Shape)} are {elements * size} bytes.");
        }

        if (spec.DataType == DataType.Bool && input.Data.Span.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw InferenceException.Invalid($"Input '{spec.Name}' is BOOL, one byte of 0 or 1 for each element; another value came.");
        }

        var data = input.Data.IsAlignedTo(size) ? input.Data : Realign(input.Data, request);
        return TensorValue.Over(spec.DataType, input.Shape, data.Pointer, data.Length);
    }

    private static NativeBytes Realign(NativeBytes data, InferenceRequest request)
    {
        var copy = request.Rent(data.Length);
        data.Span.CopyTo(copy.Span);
        return new NativeBytes(copy.Pointer, copy.Length);
    }
}
