using InferencePlatform.Operator.Hosting;

return await OperatorCommands.Create().Parse(args).InvokeAsync();
