namespace InferencePlatform.Service.Runtime;

/// <summary>Element types of tensors, by the Open Inference Protocol's names.</summary>
internal enum DataType
{
    Bool,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Int8,
    Int16,
    Int32,
    Int64,
    Fp16,
    Bf16,
    Fp32,
    Fp64,

    /// <summary>Strings: each element is any number of bytes.</summary>
    Bytes,
}
