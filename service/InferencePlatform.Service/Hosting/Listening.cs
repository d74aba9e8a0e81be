using System.Net.Sockets;
using InferencePlatform.Service.Configuration;
using Microsoft.AspNetCore.Connections;

namespace InferencePlatform.Service.Hosting;

/// <summary>Opens a port, or says in one sentence why it cannot be had and what to do.</summary>
internal static class Listening
{
    /// <exception cref="ServerStartException">The port cannot be had.</exception>
    public static async Task StartAsync(string what, ServerOptions options, string settingName, Func<CancellationToken, Task> start, CancellationToken cancellationToken)
    {
        try
        {
            await start(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            var setting = Settings.Table.Find(settingName)!;
            var inUse = e is AddressInUseException || e.InnerException is AddressInUseException;
            var why = inUse ? "the port is in use" : (e.InnerException ?? e).Message.TrimEnd('.');
            var advice = inUse
                ? $"Stop what uses it, or choose another with {setting.Option} (or {setting.EnvironmentName})"
                : $"Choose another port with {setting.Option} (or {setting.EnvironmentName}), or another address with --host";
            throw new ServerStartException($"{what} cannot listen on {options.Host}:{setting.Format(options)}: {why}. {advice}.", e);
        }
    }
}
