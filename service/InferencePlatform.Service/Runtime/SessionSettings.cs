namespace InferencePlatform.Service.Runtime;

/// <summary>How ONNX Runtime runs one model.</summary>
/// <param name="IntraOpThreads">Threads one operator may use; from 1.</param>
/// <param name="InterOpThreads">Independent operators run at once; 1 runs them one after another.</param>
internal sealed record SessionSettings(int IntraOpThreads, int InterOpThreads);
