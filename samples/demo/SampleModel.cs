namespace InferencePlatform.Demo;

/// <summary>A sample model, its data, and how it is asked.</summary>
/// <param name="Name">The name it is served under.</param>
/// <param name="Call">The gRPC method that is called.</param>
/// <param name="DataFile">Rows that the model never saw in training.</param>
/// <param name="Shown">Rows shown one by one.</param>
/// <param name="PredictAsync">Asks the server for one row's label.</param>
internal sealed record SampleModel(string Name, string Call, string DataFile, int Shown, Func<double[], Task<string>> PredictAsync);
