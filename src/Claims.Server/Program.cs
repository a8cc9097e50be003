using Claims.Server.Verbs;

return args switch
{
    ["check", var path] => Check.Run(path),
    ["verify", var path, "--article", var article] => Verify.Run(path, article),
    ["schema"] => Schema.Run(),
    ["healthcheck", .. var settings] when Serve.Understands(settings) => await HealthCheck.RunAsync(settings),
    ["serve", .. var settings] when Serve.Understands(settings) => await Serve.RunAsync(settings),
    _ when Serve.Understands(args) => await Serve.RunAsync(args),
    _ => Usage.Run(args),
};
