using System.Globalization;
using InferencePlatform.EndToEnd.Client;
using InferencePlatform.Local.Tests.Platform;

switch (args)
{
    case ["serve", var port]:
        await ModelFiles.ServeAsync(int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case ["predict", var address, .. var inputs]:
        Console.WriteLine(string.Join(' ', await Callers.PredictAsync(address, [.. inputs.Select(input => double.Parse(input, CultureInfo.InvariantCulture))])));
        return 0;
    case ["load", var address]:
        await Load.RunAsync([address]);
        return 0;
    case ["load-each", var host, var port]:
        await Load.RunAsync(await Pods.AddressesAsync(host, port));
        return 0;
    case ["calls", var host, var port]:
        await Pods.PrintCallsAsync(host, port);
        return 0;
    default:
        Console.Error.WriteLine("e2e-client: serve PORT | predict ADDRESS INPUT... | load ADDRESS | load-each HEADLESS PORT | calls HEADLESS PORT");
        return 2;
}
