using System.CommandLine;
using InferencePlatform.Local.Hosting;

var root = new RootCommand("InferencePlatform on a single machine, without a cluster.") { UpCommand.Create() };

// Signals are the platform's own to take: it drains.
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
