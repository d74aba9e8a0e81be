using System.Runtime.CompilerServices;
using InferencePlatform.Service.Runtime.Native;
using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Runtime;

/// <summary>One model loaded into ONNX Runtime. Runs may happen at once from any number of threads.</summary>
internal sealed unsafe class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly nint[] _inputNames;

    static OnnxModel()
    {
        NativeHeap.Configure();

        // What ONNX Runtime has to say comes back as exceptions; its own lines on stderr would only confuse the log.
        if (OrtEnv.IsCreated)
        {
            return;
        }

        var quiet = new EnvironmentCreationOptions { logId = "onnxruntime", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        OrtEnv.CreateInstanceWithOptions(ref quiet);
    }

    private OnnxModel(InferenceSession session, ModelSignature signature)
    {
        _session = session;
        Signature = signature;
        _inputNames = [.. signature.Inputs.Select(input => input.NativeName)];
    }

    public ModelSignature Signature { get; }

    /// <summary>Loads a model file, with its external data files beside it.</summary>
    /// <exception cref="ModelLoadException">The file cannot be served; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The token ended the load.</exception>
    public static OnnxModel Load(string path, SessionSettings settings, CancellationToken cancellationToken = default)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = settings.IntraOpThreads,
            InterOpNumThreads = settings.InterOpThreads,
            ExecutionMode = settings.InterOpThreads > 1 ? ExecutionMode.ORT_PARALLEL : ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };

        // A spinning thread takes the whole of a small CPU limit from the calls that wait for it.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        using var cancel = cancellationToken.UnsafeRegister(_ => options.SetLoadCancellationFlag(true), null);
        InferenceSession? session = null;
        try
        {
            session = new InferenceSession(path, options);
            return new OnnxModel(session, SignatureReader.Read(session));
        }
        catch (ModelLoadException)
        {
            session?.Dispose();
            throw;
        }
        catch (OnnxRuntimeException e)
        {
            session?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw LoadFailure.Explain(path, e);
        }
    }

    /// <summary>Runs the model once, on this thread.</summary>
    /// <param name="inputs">One tensor for each input of the signature, in its order; stay the caller's.</param>
    /// <param name="outputNames">The <see cref="TensorSpec.NativeName"/> of each output wanted.</param>
    /// <param name="outputs">As many empty places; takes the outputs, which the caller disposes of.</param>
    /// <param name="options">Ends the run early when its <c>Terminate</c> is set.</param>
    /// <exception cref="OrtException">The run failed or was terminated; there are no outputs.</exception>
    public void Run(ReadOnlySpan<TensorValue> inputs, ReadOnlySpan<nint> outputNames, Span<TensorValue> outputs, RunOptions options)
    {
        fixed (nint* inputNames = _inputNames, wanted = outputNames)
        fixed (TensorValue* given = inputs, got = outputs)
        {
            OrtStatus.Check(OrtFunctions.Run(
                HandleOf(_session), options.DangerousGetHandle(), inputNames, (nint*)given, (nuint)inputs.Length, wanted, (nuint)outputs.Length, (nint*)got));
        }

        GC.KeepAlive(options);
    }

    public void Dispose() => _session.Dispose();

    // The C# API has no public way to its session's pointer.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Handle")]
    private static extern nint HandleOf(InferenceSession session);
}
