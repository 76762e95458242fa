using System.Buffers.Binary;

namespace ImageLearn.Data;

/// <summary>
/// The variables of a MATLAB file (.mat), in the file's order: <c>MatFile.Load("nist36_train.mat")["train_data"].ToTensor()</c>. Read are the formats of
/// version 4, and of version 5 to 7 with and without compression, of either byte order; written is version 5 to 7.
/// </summary>
/// <remarks>The formats: The MathWorks, "MAT-File Format", 2024. MATLAB's version 7.3 is another format (HDF5) and is not read.</remarks>
public sealed class MatFile
{
    /// <summary>The most bytes that a file may have, and that the numbers of one variable may take.</summary>
    internal const long ByteLimit = 1L << 31;

    readonly List<(string Name, MatValue Value)> _variables;

    internal MatFile(List<(string Name, MatValue Value)> variables) => _variables = variables;

    /// <summary>The names of the variables.</summary>
    public IReadOnlyList<string> Names => [.. _variables.Select(static variable => variable.Name)];

    /// <summary>The value of a variable; of several with one name the last.</summary>
    /// <exception cref="KeyNotFoundException">There is no such variable; says which there are.</exception>
    public MatValue this[string name] => _variables.FindLastIndex(variable => variable.Name == name) is var i and >= 0 ? _variables[i].Value
        : throw new KeyNotFoundException($"MatFile: there is no variable '{name}'. The file holds {(_variables.Count == 0 ? "none" : string.Join(", ", Names))}.");

    /// <summary>One line a variable: its name, size and class.</summary>
    public override string ToString() => string.Join('\n', _variables.Select(static variable => variable.Value is MatText text ? $"{variable.Name}: '{text}'" : $"{variable.Name}: {variable.Value}"));

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; relative paths start at the notebook's folder.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">It is no MATLAB file, damaged, cut short, or of version 7.3; says where and what to do.</exception>
    public static MatFile Load(string path) => DataFile.Read("MatFile.Load", path, ByteLimit, static file => Decode(file));

    /// <summary>Reads the bytes of a file; <see cref="Load"/> says more.</summary>
    /// <exception cref="DataFormatException">No MATLAB file, damaged, cut short, or of version 7.3; says where and what to do.</exception>
    public static MatFile Decode(byte[] file)
    {
        if (IsHdf5(file))
            throw new DataFormatException("This is a MATLAB 7.3 file, which is HDF5 inside and is not read here: in MATLAB, load it and save it again with save('name.mat', '-v7'); in Python, read it with h5py and write it with scipy.io.savemat.", 0);
        if (file.Length < 20) throw new DataFormatException($"This is no MATLAB file: it has only {file.Length} bytes. Copy or download it again.", 0);
        // A version 5 file begins with text; the first number of a version 4 file has a zero byte.
        return new MatFile(file.AsSpan(0, 4).Contains((byte)0) ? new Mat4Reader(file).Read() : new Mat5Reader(file).Read());
    }

    /// <summary>HDF5 begins at byte 0, 512, 1024, …; MATLAB says version 2 in its own header before it.</summary>
    static bool IsHdf5(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> signature = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];
        if (file.StartsWith(signature) || (file.Length >= 520 && file[512..].StartsWith(signature))) return true;
        return file.Length >= 128 && file.StartsWith("MATLAB"u8) && (file[126] == 'I' ? BinaryPrimitives.ReadUInt16LittleEndian(file[124..]) : BinaryPrimitives.ReadUInt16BigEndian(file[124..])) == 0x0200;
    }

    /// <summary>Writes variables to a file that MATLAB 5 and later read, replacing it: <c>MatFile.Save("result.mat", ("w", w), ("note", "first run"))</c>.</summary>
    /// <exception cref="ArgumentException">A name is none that MATLAB allows.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static void Save(string path, params IReadOnlyList<(string Name, MatValue Value)> variables) => DataFile.Write("MatFile.Save", path, file => file.Write(Mat5Writer.Encode(variables)));
}
