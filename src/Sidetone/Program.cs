return await Sidetone.Cli.CommandLine.RunAsync(args);
