using InferencePlatform.Service.Fetching;
using InferencePlatform.Service.Hosting;

return args is [FetchProcess.Verb, .. var rest]
    ? await FetchProcess.RunAsync(rest)
    : await ServerProcess.RunAsync(args);
