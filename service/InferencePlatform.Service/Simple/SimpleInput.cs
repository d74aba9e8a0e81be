using System.Numerics;
using System.Runtime.InteropServices;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Simple;

/// <summary>Makes a flat list of doubles the single numeric input of a model.</summary>
internal static unsafe class SimpleInput
{
    private const int UsualRank = 16;

    /// <summary>The model's input values; the request disposes of them.</summary>
    /// <param name="signature">The model's; it must have one input, and a numeric one.</param>
    /// <param name="request">Holds what the values need.</param>
    /// <param name="doubles">The numbers, little-endian, at any alignment; they must outlive the run.</param>
    /// <exception cref="InferenceException">The model does not fit the simple API, or the numbers do not fit the model.</exception>
    public static TensorValue[] Bind(ModelSignature signature, InferenceRequest request, NativeBytes doubles)
    {
        var spec = SingleNumericInput(signature);
        var rank = spec.Shape.Length;
        var shape = rank <= UsualRank ? stackalloc long[rank] : new long[rank];
        SimpleShape.Resolve(spec, doubles.Length / sizeof(double), shape);
        var input = request.AddInput();
        input.DataType = spec.DataType;
        input.SetShape(shape);
        input.Data = spec.DataType == DataType.Fp64 ? doubles : Convert(spec, request, doubles);
        return InputBinder.BindInOrder(signature, request);
    }

    private static TensorSpec SingleNumericInput(ModelSignature signature)
    {
        if (signature.Inputs is [var spec] && spec.DataType is not (DataType.Bytes or DataType.Bf16))
        {
            return spec;
        }

        throw InferenceException.Invalid($"The simple API serves models with one numeric input; this one takes {ModelSignature.Describe(signature.Inputs)}. Use inference.GRPCInferenceService/ModelInfer or POST /v2/models/<name>/infer.");
    }

    private static NativeBytes Convert(TensorSpec spec, InferenceRequest request, NativeBytes doubles)
    {
        var count = doubles.Length / sizeof(double);
        var buffer = request.Rent(count * spec.DataType.Size());
        var source = (double*)doubles.Pointer;
        var target = buffer.Span;
        switch (spec.DataType)
        {
            case DataType.Fp32:
                Convert(source, MemoryMarshal.Cast<byte, float>(target));
                break;
            case DataType.Fp16:
                Convert(source, MemoryMarshal.Cast<byte, Half>(target));
                break;
            case DataType.Int64:
                ConvertExactly<long>(spec, source, target);
                break;
            case DataType.Int32:
                ConvertExactly<int>(spec, source, target);
                break;
            case DataType.Int16:
                ConvertExactly<short>(spec, source, target);
                break;
            case DataType.Int8:
                ConvertExactly<sbyte>(spec, source, target);
                break;
            case DataType.Uint64:
                ConvertExactly<ulong>(spec, source, target);
                break;
            case DataType.Uint32:
                ConvertExactly<uint>(spec, source, target);
                break;
            case DataType.Uint16:
                ConvertExactly<ushort>(spec, source, target);
                break;
            case DataType.Uint8:
                ConvertExactly<byte>(spec, source, target);
                break;
            case DataType.Bool:
                ConvertToBool(spec, source, target);
                break;
        }

        return new NativeBytes(buffer.Pointer, buffer.Length);
    }

    private static void Convert<T>(double* source, Span<T> target)
        where T : unmanaged, IFloatingPoint<T>
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = T.CreateTruncating(source[i]);
        }
    }

    private static void ConvertExactly<T>(TensorSpec spec, double* source, Span<byte> bytes)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        // As a double, the largest 64-bit number is rounded up to this itself; the comparison below would let it pass.
        var tooLarge = double.CreateTruncating(T.MaxValue) + 1;
        var target = MemoryMarshal.Cast<byte, T>(bytes);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = T.CreateSaturating(source[i]);
            if (double.CreateTruncating(target[i]) != source[i] || source[i] >= tooLarge)
            {
                throw InferenceException.Invalid($"Input '{spec.Name}' is {spec.DataType.Name()}, whole numbers from {T.MinValue} to {T.MaxValue}; number {i} is {source[i]}.");
            }
        }
    }

    private static void ConvertToBool(TensorSpec spec, double* source, Span<byte> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = source[i] switch
            {
                0 => 0,
                1 => 1,
                _ => throw InferenceException.Invalid($"Input '{spec.Name}' is BOOL, 0 or 1; number {i} is {source[i]}."),
            };
        }
    }
}
