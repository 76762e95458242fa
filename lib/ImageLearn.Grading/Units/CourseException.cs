namespace ImageLearn.Grading.Units;

/// <summary>Something in the course's files, or in how a command was called, that its author has to mend. The message is one sentence that says what and how.</summary>
public sealed class CourseException(string message) : Exception(message);
