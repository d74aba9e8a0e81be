using System.Net;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Grpc;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Telemetry;
using Microsoft.Extensions.Logging;

var catalog = new ModelCatalog();
foreach (var name in new[] { "example_model", "example_model_fp32", "digits" })
{
    var model = OnnxModel.Load($"{args[0]}/{name}/1/model.onnx", new SessionSettings(1, 1));
    catalog.Publish(new ModelEntry(name, [new ModelVersion(name, 1, model)], []));
}

using var metrics = new ServiceMetrics();
using var scheduler = new InferenceScheduler(new SchedulerOptions(1, 1024), metrics);
var methods = new ServerMethods();
var options = new GrpcServerOptions { Endpoints = { new IPEndPoint(IPAddress.Loopback, 50051) } };
var buffers = new InferencePlatform.Grpc.Memory.MessageBufferPool(64 << 20);
new PredictService(catalog, scheduler, buffers).AddTo(methods);
new InferService(catalog, scheduler, buffers).AddTo(methods);
await using var server = new GrpcServer(methods, options, LoggerFactory.Create(_ => { }));
await server.StartAsync(default);
Console.WriteLine("ready");
await Task.Delay(-1);
