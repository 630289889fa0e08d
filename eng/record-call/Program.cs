using System.Globalization;
using Sidetone.RecordCall;

// Makes a true recording of a call between two Chromium browsers: the agent's webrtc-internals dump.
//   record-call <folder> <name> [seconds] [agent's network namespace] [customer's network namespace]
if (args.Length < 2)
{
    await Console.Error.WriteLineAsync("record-call <folder> <name> [seconds] [agent's netns] [customer's netns]");
    return 2;
}

var seconds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 45;
await using var call = await LiveCall.StartAsync(
    new CallSetting
    {
        AgentNamespace = args.Length > 3 ? args[3] : null,
        CustomerNamespace = args.Length > 4 ? args[4] : null,
    }
);
await call.TalkAsync(TimeSpan.FromSeconds(seconds));
var recorded = await call.EndAsync();
Directory.CreateDirectory(args[0]);
await recorded.SaveAsync(Path.Combine(args[0], args[1]));
Console.WriteLine($"agent heard: {recorded.Heard}");
Console.WriteLine($"agent spoke: {recorded.Spoken}");
return 0;
