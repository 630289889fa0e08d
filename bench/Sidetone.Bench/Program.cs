using System.CommandLine;
using Sidetone.Bench;
using Sidetone.Bench.Measures;

// Answers are taken on the thread that polls the sockets: the generator must cost little beside the server.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

return BenchCommands.Create().Parse(args).Invoke();
