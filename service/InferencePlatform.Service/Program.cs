using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Hosting;
using Microsoft.Extensions.Logging;

await using var server = new InferenceServer(new ServerOptions { Repository = args[0] }, LoggerFactory.Create(_ => { }));
await server.StartAsync(default);
await server.Loaded;
Console.WriteLine("ready");
await Task.Delay(-1);
