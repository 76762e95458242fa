"""Jupyter's own published test suite for kernels, with every sample that applies to C#. (There is no pager.)"""

import unittest

import jupyter_kernel_test


class ImageLearnKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "imagelearn-csharp"
    language_name = "C#"
    file_extension = ".cs"

    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("trouble");'
    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": "Math.Sq", "matches": {"Sqrt"}},
        {"text": '"text".ToUpperI', "matches": {"ToUpperInvariant"}},
    ]
    complete_code_samples = ["1 + 1", "var x = 2;", "int Twice(int n)\n{\n    return 2 * n;\n}", "// only a comment", 'Console.WriteLine("😀");']
    incomplete_code_samples = ["int Twice(int n)\n{", "var x = new[] { 1,", "for (var i = 0; i < 3; i++)\n{\n    Console.WriteLine(i);"]
    invalid_code_samples = ["int = 3;", "class class { }", ")"]
    code_generate_error = 'throw new InvalidOperationException("on purpose");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "6 * 7 + 1", "result": "43"},
        {"code": '"a" + "b"'},
    ]
    code_display_data = [
        {"code": "display(42);", "mime": "text/plain"},
        {"code": "(6 * 7).Display();", "mime": "text/plain"},
        {"code": 'ImageLearn.Output.Cell.Show(new ImageLearn.Output.MimeBundle().With("image/svg+xml", "<svg/>").With("text/plain", "picture"));', "mime": "image/svg+xml"},
    ]
    code_history_pattern = "6 [*] 7 + [0-9]"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.Sqrt"
    code_clear_output = "ImageLearn.Output.Cell.Host.ClearOutput(false);"


if __name__ == "__main__":
    unittest.main()
