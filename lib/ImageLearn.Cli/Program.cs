Console.WriteLine("imagelearn");
