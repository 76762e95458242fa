namespace ImageLearn.Data;

/// <summary>Pictures of single characters to learn from, in three parts. <c>var data = Datasets.Handwriting36();</c></summary>
/// <param name="Source">Which data these are, for a reader.</param>
/// <param name="Train">To learn from.</param>
/// <param name="Validation">To choose settings by.</param>
/// <param name="Test">To measure with, once.</param>
public sealed record CharacterSet(string Source, CharacterExamples Train, CharacterExamples Validation, CharacterExamples Test)
{
    internal const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>What each class number stands for: A to Z, then 0 to 9.</summary>
    public IReadOnlyList<string> ClassNames { get; } = [.. Characters.Select(static character => character.ToString())];

    /// <summary>Which data these are, and how many.</summary>
    public override string ToString() => $"{Source}: {Train.Count} pictures to train with, {Validation.Count} to validate, {Test.Count} to test, {ClassNames.Count} classes";
}

/// <summary>Pictures of characters and what they show. In batches: <c>new DataLoader(new TensorDataset(data.Train.Images, data.Train.Targets), 64, shuffle: 1)</c>.</summary>
/// <param name="Images">32 × 32 pixels each, column after column; ink is about 0, paper about 1. [n, 1024]</param>
/// <param name="Targets">A one in the column of the right class. [n, 36]</param>
/// <param name="Labels">The number of the right class. [n]</param>
public sealed record CharacterExamples(Tensor Images, Tensor Targets, Tensor Labels)
{
    /// <summary>How many there are.</summary>
    public int Count => Labels.Size;

    /// <summary>A picture the right way up, row after row, to be shown. → [32, 32]</summary>
    public Tensor Picture(int index) => Images[index, ..].Reshape(32, 32).Transpose();

    /// <summary>All pictures as a convolutional layer takes them: one channel, row after row. → [n, 1, 32, 32]</summary>
    public Tensor Planes() => Images.Reshape(Count, 1, 32, 32).Permute(0, 1, 3, 2);
}
