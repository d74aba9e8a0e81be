using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Runtime;

/// <summary>One model loaded into ONNX Runtime. Runs may happen at once from any number of threads.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;

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
    /// <param name="outputNames">The outputs wanted.</param>
    /// <param name="options">Ends the run early when its <c>Terminate</c> is set.</param>
    /// <returns>The outputs in the order asked for; the caller disposes of them.</returns>
    /// <exception cref="OnnxRuntimeException">The run failed or was terminated.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(OrtValue[] inputs, string[] outputNames, RunOptions options) =>
        _session.Run(options, Signature.InputNames, inputs, outputNames);

    public void Dispose() => _session.Dispose();
}
