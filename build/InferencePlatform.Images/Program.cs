using InferencePlatform.Images;

return await BuildCommand.Create().Parse(args).InvokeAsync();
