using ImageLearn.Notebooks.Execution;

if (args is ["worker", var input, var output, var memory, ..]) return WorkerHost.Run(input, output, memory, args[4..]);

Console.Error.WriteLine("ImageLearn.Notebooks is the process in which notebook cells run; `imagelearn` starts it by itself.");
return 2;
