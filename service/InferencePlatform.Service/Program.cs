using InferencePlatform.Service.Fetching;
using InferencePlatform.Service.Hosting;
using InferencePlatform.Service.Simple;

return args switch
{
    [FetchProcess.Verb, .. var rest] => await FetchProcess.RunAsync(rest),
    [PredictProcess.Verb, .. var rest] => await PredictProcess.RunAsync(rest),
    _ => await ServerProcess.RunAsync(args),
};
