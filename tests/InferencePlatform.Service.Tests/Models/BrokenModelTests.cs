using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>What people read about a model that cannot be served.</summary>
public sealed partial class BrokenModelTests : RepositoryTest
{
    [Theory]
    [InlineData("corrupt", "Protobuf parsing failed. The file is damaged, cut off or no ONNX model; replace it by a whole one.")]
    [InlineData("truncated", "Protobuf parsing failed. The file is damaged, cut off or no ONNX model; replace it by a whole one.")]
    [InlineData("empty", "model.onnx is empty, 0 bytes; replace it by a whole one.")]
    [InlineData("unsupported_op", "made.up:Nope(-1) is not a registered function/op. The model uses an operator that ONNX Runtime does not have; export it with standard ONNX operators only.")]
    [InlineData("future_opset", "ONNX Runtime only *guarantees* support for models stamped with official released onnx opset versions. Opset 999 is under development")]
    [InlineData("future_opset", "export it with an older one.")]
    [InlineData("future_ir", "Unsupported model IR version: 99, max supported IR version: 13. The model is of a newer ONNX format than this server knows; save it with an older IR version.")]
    [InlineData("wrong_type", "This is an invalid model. Type Error: Type 'tensor(float)' of input parameter (x) of operator (Not) in node () is invalid.")]
    [InlineData("unsupported_dtype", "has an input or output whose element type, such as an 8-bit float or a 4-bit integer, cannot be carried; cast it inside the model to one of BOOL, UINT8,")]
    [InlineData("missing_weights", "model.onnx.data\". The model keeps its weights in a file of their own; copy that too, beside the model file.")]
    [InlineData("short_weights", "given file_length: 100 are out of bounds or can not be read in full. The file with the model's weights is shorter than the model says; replace it by a whole one.")]
    [InlineData("weights_outside", "External data path escapes model directory.")]
    [InlineData("weights_outside", "The model's weights must lie in the model file's folder; save it with its external data beside it.")]
    [InlineData("zipmap", "The model's output 'output_probability' is a sequence, not a tensor; scikit-learn's converter makes such an output by default: convert again with options={'zipmap': False} (zipmap=False)")]
    [InlineData("sequence_out", "The model's output 'parts' is a sequence, not a tensor;")]
    [InlineData("optional_out", "The model's output 'y' is an optional value, not a tensor; export the model so that all inputs and outputs are plain tensors.")]
    public async Task A_broken_model_is_refused_with_a_reason_and_what_to_do(string fixture, string words)
    {
        Folder.Put(fixture, "broken");
        Folder.Put("identity_fp32", "good");
        await Repository.LoadAllAsync(Stop);

        var status = Status("broken");
        Assert.Equal(ModelState.Failed, status.State);
        Assert.Contains(words, status.Reason, StringComparison.Ordinal);
        Assert.EndsWith(".", status.Reason, StringComparison.Ordinal);
        Assert.DoesNotMatch(SourceCode(), status.Reason);
        Assert.Equal(1, Answering("good"));
        Assert.Contains($"Error: Model 'broken' version 1 cannot be served: {status.Reason}", Log.All);
    }

    [Fact]
    public void Every_broken_model_is_in_the_table_above()
    {
        var named = typeof(BrokenModelTests).GetMethod(nameof(A_broken_model_is_refused_with_a_reason_and_what_to_do))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(a => (string)a.Data[0]!);
        Assert.Empty(Directory.GetDirectories(TestFiles.Broken).Select(Path.GetFileName).Except(named));
    }

    [Fact]
    public async Task A_version_without_a_model_file_names_what_its_folder_has()
    {
        Directory.CreateDirectory(Folder.Of("m", "1"));
        await File.WriteAllTextAsync(Folder.Of("m", "1", "resnet.onnx"), "x", Stop);
        await Repository.LoadAllAsync(Stop);
        Assert.Equal($"{Folder.Of("m", "1", "model.onnx")} does not exist; its folder has resnet.onnx.", Status("m").Reason);
    }

    [Fact]
    public async Task A_model_file_that_is_a_folder_is_said_to_be_one()
    {
        Directory.CreateDirectory(Folder.Of("m", "1", "model.onnx"));
        await Repository.LoadAllAsync(Stop);
        Assert.Equal($"{Folder.Of("m", "1", "model.onnx")} is a folder; it has to be a file.", Status("m").Reason);
    }

    [Fact]
    public async Task A_pipe_in_place_of_a_model_file_is_refused_and_not_waited_for()
    {
        Directory.CreateDirectory(Folder.Of("m", "1"));
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Folder.Of("m", "1", "model.onnx")]);
        await mkfifo.WaitForExitAsync(Stop);
        await Repository.LoadAllAsync(Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.Equal($"{Folder.Of("m", "1", "model.onnx")} is empty, 0 bytes; replace it by a whole one.", Status("m").Reason);
    }

    [Fact]
    public async Task A_link_to_nothing_is_said_to_be_one()
    {
        Directory.CreateDirectory(Folder.Of("m", "1"));
        File.CreateSymbolicLink(Folder.Of("m", "1", "model.onnx"), "../blobs/gone");
        await Repository.LoadAllAsync(Stop);
        Assert.Equal($"{Folder.Of("m", "1", "model.onnx")} is a link to ../blobs/gone, which does not exist.", Status("m").Reason);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_model_file_that_may_not_be_read_names_the_user_who_should()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Root may read everything.");
        File.SetUnixFileMode(Folder.Put("identity_fp32", "m"), UnixFileMode.None);
        await Repository.LoadAllAsync(Stop);
        Assert.Equal($"{Folder.Of("m", "1", "model.onnx")} cannot be read: permission denied. Let user '{Environment.UserName}' read it and enter its folders.", Status("m").Reason);
    }

    [Fact]
    public async Task A_model_without_versions_says_how_they_are_named()
    {
        Directory.CreateDirectory(Folder.Of("m", "v1"));
        await Repository.LoadAllAsync(Stop);
        Assert.Equal($"{Folder.Of("m")} has no versions; put the model into a folder whose name is a positive whole number, such as {Folder.Of("m")}/1/model.onnx.", Status("m", 0).Reason);
    }

    [Fact]
    public async Task A_file_with_another_digest_than_asked_for_is_refused_with_both()
    {
        var path = Folder.Put("identity_fp32", "m");
        Folder.PutSettings("m", $$$"""{"sha256": {"1": "{{{new string('A', 64)}}}"}}""");
        await Repository.LoadAllAsync(Stop);
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(path, Stop)));
        Assert.StartsWith($"The SHA-256 of {path} is {digest}; {new string('a', 64)} was asked for.", Status("m").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_to_a_broken_model_hear_why()
    {
        Folder.Put("corrupt", "m");
        await Repository.LoadAllAsync(Stop);
        var refused = Assert.Throws<InferencePlatform.Service.Inference.InferenceException>(() => Lease("m"));
        Assert.Equal(InferencePlatform.Service.Inference.InferenceError.Unavailable, refused.Error);
        Assert.Contains("Protobuf parsing failed", refused.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\.(cc|h|cpp)\b|::|std|ErrorCode|\n|\.\.$|  ")]
    private static partial Regex SourceCode();
}
