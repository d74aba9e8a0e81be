using Inference;
using InferencePlatform.Grpc;
using static InferencePlatform.Service.Tests.Grpc.Rig.BadRequest;
using static InferencePlatform.Service.Tests.Grpc.Rig.Requests;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>Every way we know to get a request wrong, and what its sender must be told.</summary>
internal static class BadRequests
{
    private static readonly byte[] FourFloats = Rig.Raw.Of(1f, 2, 3, 4);

    public static Dictionary<string, BadRequest> Table { get; } = new()
    {
        ["unknown model"] = new(For("nope").WithFloats("x", [1], 1), StatusCode.NotFound, "'nope'", "identity_fp32"),
        ["no model name"] = new(new ModelInferRequest(), StatusCode.NotFound, "''", "identity_fp32"),
        ["model name in another case"] = new(For("Scalar_In").WithFloats("x", [], 1), StatusCode.NotFound, "'Scalar_In'", "did you mean scalar_in?"),
        ["model name of a thousand letters"] = new(For(new string('m', 1000)), StatusCode.NotFound, "mmm", "identity_fp32"),
        ["unknown version"] = new(For("scalar_in", "9").WithFloats("x", [], 1), StatusCode.NotFound, "'scalar_in'", "'9'", "1 (Ready)"),
        ["model that failed to load"] = new(For("zipmap").WithFloats("X", [1, 2], 1, 2), StatusCode.Unavailable, "'zipmap'", "output_probability"),

        ["no inputs"] = Invalid(For("two_in_two_out"), "'a'", "missing", "a FP32 [-1,2]", "b FP32 [-1,2]"),
        ["missing input"] = Invalid(For("two_in_two_out").WithFloats("a", [1, 2], 1, 2), "'b'", "missing", "b FP32 [-1,2]"),
        ["extra input"] = Invalid(TwoInputs().WithFloats("c", [1], 1), "'c'", "a FP32 [-1,2]", "b FP32 [-1,2]"),
        ["misnamed input"] = Invalid(For("scalar_in").WithFloats("X", [], 1), "'X'", "x FP32 []"),
        ["input without a name"] = Invalid(For("scalar_in").WithFloats("", [], 1), "''", "x FP32 []"),
        ["duplicated input"] = Invalid(TwoInputs().WithFloats("a", [1, 2], 1, 2), "'a'", "more than once"),

        ["wrong datatype"] = Invalid(Raw("identity_fp32", "FP64", [1, 1], Rig.Raw.Of(1.0)), "'x'", "FP64", "FP32"),
        ["unknown datatype"] = Invalid(Raw("identity_fp32", "FLOAT", [1, 1], Rig.Raw.Of(1f)), "'x'", "'FLOAT'", "FP32", "BYTES"),
        ["datatype in small letters"] = Invalid(Raw("identity_fp32", "fp32", [1, 1], Rig.Raw.Of(1f)), "'x'", "'fp32'", "FP32"),
        ["no datatype"] = Invalid(Raw("identity_fp32", "", [1, 1], Rig.Raw.Of(1f)), "'x'", "''", "FP32"),

        ["rank too low"] = Invalid(Raw("identity_fp32", "FP32", [4], FourFloats), "'x'", "[4]", "[-1,-1]"),
        ["rank too high"] = Invalid(Raw("identity_fp32", "FP32", [1, 1, 4], FourFloats), "'x'", "[1,1,4]", "[-1,-1]"),
        ["no shape"] = Invalid(Raw("identity_fp32", "FP32", [], FourFloats), "'x'", "[]", "[-1,-1]"),
        ["rank of seventy"] = Invalid(Raw("identity_fp32", "FP32", [.. Enumerable.Repeat(1L, 70)], FourFloats), "'x'", "64 dimensions"),
        ["wrong fixed dimension"] = Invalid(Raw("fixed_shape", "FP32", [1, 4], FourFloats), "'x'", "[1,4]", "[1,3]"),
        ["negative dimension"] = Invalid(Raw("identity_fp32", "FP32", [-1, 4], FourFloats), "'x'", "[-1,4]", "negative"),
        ["two negative dimensions"] = Invalid(Raw("identity_fp32", "FP32", [-2, -2], FourFloats), "'x'", "[-2,-2]", "negative"),
        ["negative beside zero"] = Invalid(Raw("identity_fp32", "FP32", [0, -1], []), "'x'", "[0,-1]", "negative"),
        ["product over 64 bits"] = Invalid(Raw("identity_fp32", "FP32", [1L << 32, 1L << 32], []), "'x'", "[4294967296,4294967296]"),
        ["product that wraps to the length"] = Invalid(Raw("identity_fp32", "FP32", [1L << 62, 4], FourFloats), "'x'", $"[{1L << 62},4]"),
        ["product over 31 bits"] = Invalid(Raw("identity_fp32", "FP32", [65536, 65536], FourFloats), "'x'", "[65536,65536]", "elements"),

        ["too few elements"] = Invalid(For("identity_fp32").WithFloats("x", [2, 2], 1, 2, 3), "'x'", "[2,2]", "16 bytes", "12 bytes"),
        ["too many elements"] = Invalid(For("identity_fp32").WithFloats("x", [2, 2], 1, 2, 3, 4, 5), "'x'", "[2,2]", "16 bytes", "20 bytes"),
        ["no elements"] = Invalid(For("identity_fp32").WithFloats("x", [2, 2]), "'x'", "[2,2]", "16 bytes"),
        ["elements in the field of another type"] = Invalid(
            For("identity_fp32").WithTyped("x", "FP32", [1, 1], new InferTensorContents { Fp64Contents = { 1 } }), "'x'", "FP32", "fp32_contents", "fp64_contents"),
        ["INT8 out of range"] = Invalid(
            For("identity_int8").WithTyped("x", "INT8", [1, 2], new InferTensorContents { IntContents = { 1, 128 } }), "'x'", "INT8", "-128 to 127", "128 came"),
        ["INT16 out of range"] = Invalid(
            For("identity_int16").WithTyped("x", "INT16", [1, 1], new InferTensorContents { IntContents = { -32769 } }), "'x'", "INT16", "-32768 to 32767", "-32769"),
        ["UINT8 out of range"] = Invalid(
            For("identity_uint8").WithTyped("x", "UINT8", [1, 1], new InferTensorContents { UintContents = { 256 } }), "'x'", "UINT8", "0 to 255", "256"),
        ["UINT16 out of range"] = Invalid(
            For("identity_uint16").WithTyped("x", "UINT16", [1, 1], new InferTensorContents { UintContents = { 65536 } }), "'x'", "UINT16", "0 to 65535", "65536"),

        ["raw too short"] = Invalid(Raw("identity_fp32", "FP32", [2, 2], FourFloats[..15]), "'x'", "15 bytes", "16 bytes"),
        ["raw too long"] = Invalid(Raw("identity_fp32", "FP32", [2, 2], [.. FourFloats, 0]), "'x'", "17 bytes", "16 bytes"),
        ["raw for nothing"] = Invalid(Raw("identity_fp32", "FP32", [0, 2], FourFloats), "'x'", "16 bytes", "0 bytes"),
        ["fewer raw than inputs"] = Invalid(
            Raw("two_in_two_out", "FP32", [1, 2], FourFloats[..8]).WithTyped("b", "FP32", [1, 2], null), "2 inputs", "1 raw_input_contents"),
        ["more raw than inputs"] = Invalid(MoreRaw(), "1 inputs", "2 raw_input_contents"),
        ["raw and contents"] = Invalid(RawAndContents(), "'x'", "contents", "raw_input_contents"),
        ["BOOL neither 0 nor 1"] = Invalid(Raw("identity_bool", "BOOL", [1, 3], [0, 7, 1]), "'x'", "BOOL", "0 or 1"),

        ["BYTES cut off in a length"] = Invalid(Raw("identity_bytes", "BYTES", [1, 2], [1, 0, 0, 0, 65, 1, 0]), "'x'", "BYTES", "element 1", "cut off"),
        ["BYTES cut off in a text"] = Invalid(Raw("identity_bytes", "BYTES", [1, 1], [2, 0, 0, 0, 65]), "'x'", "BYTES", "element 0", "cut off"),
        ["BYTES with a huge length"] = Invalid(Raw("identity_bytes", "BYTES", [1, 1], [255, 255, 255, 255, 65]), "'x'", "BYTES", "element 0", "cut off"),
        ["BYTES with too few texts"] = Invalid(Raw("identity_bytes", "BYTES", [1, 3], Rig.Raw.Text("a", "b")), "'x'", "2 elements", "3"),
        ["BYTES with too many texts"] = Invalid(Raw("identity_bytes", "BYTES", [1, 1], Rig.Raw.Text("a", "b")), "'x'", "2 elements", "1"),
        ["typed BYTES with too few texts"] = Invalid(
            For("identity_bytes").WithTyped("x", "BYTES", [1, 1 << 30], new InferTensorContents { BytesContents = { Google.Protobuf.ByteString.Empty } }), "'x'", "1 elements", $"{1 << 30}"),

        ["index out of bounds in the run"] = Invalid(
            For("fails_at_run").WithTyped("i", "INT64", [1], new InferTensorContents { Int64Contents = { 3 } }), "'fails_at_run'", "indices element out of data bounds"),
        ["batches that differ"] = Invalid(
            For("two_in_two_out").WithFloats("a", [3, 2], 1, 2, 3, 4, 5, 6).WithFloats("b", [2, 2], 1, 2, 3, 4), "'two_in_two_out'", "broadcast", "2 by 3"),
    };

    private static ModelInferRequest TwoInputs() => For("two_in_two_out").WithFloats("a", [1, 2], 1, 2).WithFloats("b", [1, 2], 3, 4);

    private static ModelInferRequest MoreRaw()
    {
        var request = Raw("identity_fp32", "FP32", [2, 2], FourFloats);
        request.RawInputContents.Add(Google.Protobuf.ByteString.Empty);
        return request;
    }

    private static ModelInferRequest RawAndContents()
    {
        var request = Raw("identity_fp32", "FP32", [2, 2], FourFloats);
        request.Inputs[0].Contents = new InferTensorContents { Fp32Contents = { 1, 2, 3, 4 } };
        return request;
    }
}
