using Claims.Server.Verbs;

return await EnvironmentFault.GuardAsync(() => CommandLine.RunAsync(args));
