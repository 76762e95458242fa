using ImageLearn.Cli;

return await CommandLine.RunAsync(args);
