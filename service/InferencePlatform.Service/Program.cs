using InferencePlatform.Service.Hosting;

return await ServerProcess.RunAsync(args);
