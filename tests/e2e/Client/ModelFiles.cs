namespace InferencePlatform.EndToEnd.Client;

/// <summary>What the pod does when nobody asks it to call: it gives out a model, for models that are fetched by HTTP.</summary>
internal static class ModelFiles
{
    public static async Task ServeAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://0.0.0.0:{port}");
        await using var app = builder.Build();
        app.MapGet("/model.onnx", () => Results.File(Path.Combine(AppContext.BaseDirectory, "models", "model.onnx"), "application/octet-stream"));
        await app.RunAsync();
    }
}
