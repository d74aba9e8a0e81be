using InferencePlatform.Service.Fetching;
using InferencePlatform.Service.Tests.Fetching.Rig;

namespace InferencePlatform.Service.Tests.Fetching;

/// <summary>Files and folders of this machine, copied or linked; and what lies in the target already.</summary>
public sealed class LocalFetchTests : IDisposable
{
    private readonly FetchRig _rig = new();
    private readonly string _source;

    public LocalFetchTests()
    {
        _source = Directory.CreateDirectory(Path.Combine(_rig.Beside, "source")).FullName;
        Write("model.onnx", Answers.Body);
        Write("parts/weights.data", "weights");
        Write(".hidden", "hidden");
    }

    private string FolderUri => $"file://{_source}/";

    private string FileUri => FolderUri + "model.onnx";

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_file_is_copied()
    {
        await _rig.FetchAsync(FileUri, o => o with { Sha256 = Answers.Sha256 });

        Assert.Equal(["fetch.json", "model.onnx"], _rig.Files);
        Assert.Null(new FileInfo(_rig.Model).LinkTarget);
    }

    [Fact]
    public async Task A_folder_is_copied_with_all_that_is_not_hidden()
    {
        var report = await _rig.FetchAsync(FolderUri);

        Assert.Equal(["fetch.json", "model.onnx", "parts/weights.data"], _rig.Files);
        Assert.Equal("weights", Read("parts/weights.data"));
        Assert.Equal([new FetchedFile("model.onnx", Answers.Sha256, 16), new FetchedFile("parts/weights.data", Answers.Sha256Of("weights"), 7)], report.Files);
    }

    [Fact]
    public async Task A_folder_is_linked_where_that_is_asked_for()
    {
        await _rig.FetchAsync(FolderUri, o => o with { Link = true, Sha256 = Answers.Sha256 });

        Assert.Equal(Path.Combine(_source, "model.onnx"), new FileInfo(_rig.Model).LinkTarget);
        Assert.Equal("weights", Read("parts/weights.data"));
    }

    [Fact]
    public async Task A_wrong_file_is_not_linked()
    {
        var failure = await _rig.FailAsync(FileUri, o => o with { Link = true, Sha256 = new string('0', 64) });

        Assert.Equal(FetchFailure.ChecksumMismatch, failure.Failure);
    }

    [Fact]
    public async Task A_folder_without_a_model_says_what_it_has()
    {
        File.Delete(Path.Combine(_source, "model.onnx"));

        Assert.Equal($"{FolderUri} has no model.onnx; it has parts/weights.data. Name the one file in the URI, or rename it there.", (await _rig.FailAsync(FolderUri)).Message);
    }

    [Theory]
    [InlineData("nothing.onnx", "does not exist; correct the URI, or mount the volume that has it.")]
    [InlineData("nothing/", "does not exist; correct the URI, or mount the volume that has it.")]
    [InlineData("parts", "is a folder; a folder's URI ends in /, and it has a model.onnx.")]
    public async Task What_is_not_there_is_told(string name, string words)
    {
        var failure = await _rig.FailAsync(FolderUri + name);

        Assert.Equal(FetchFailure.NotFound, failure.Failure);
        Assert.Equal($"{_source}/{name} {words}", failure.Message);
    }

    [Fact]
    public async Task A_name_that_would_take_the_place_of_the_report_is_refused()
    {
        Write("fetch.json", "{}");

        Assert.Contains("has a file named 'fetch.json', which is not fetched", (await _rig.FailAsync(FolderUri)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_there_already_is_verified_and_not_fetched_again(bool link)
    {
        var first = await _rig.FetchAsync(FolderUri, o => o with { Link = link });

        var second = await _rig.FetchAsync(FolderUri, o => o with { Link = link, Sha256 = Answers.Sha256 });

        Assert.Equal(first.FetchedAt, second.FetchedAt);
        Assert.Contains(_rig.Log.All, l => l.Contains("already, verified", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model.onnx", "0123456789abcdeF")]
    [InlineData("parts/weights.data", "Weights")]
    [InlineData("fetch.json", "{")]
    [InlineData("fetch.json", "{}")]
    [InlineData("fetch.json", "[]")]
    public async Task What_is_there_and_damaged_is_fetched_again(string name, string text)
    {
        var first = await _rig.FetchAsync(FolderUri);
        await File.WriteAllTextAsync(Path.Combine(_rig.Target, name), text, TestContext.Current.CancellationToken);

        var second = await _rig.FetchAsync(FolderUri);

        Assert.NotEqual(first.FetchedAt, second.FetchedAt);
        Assert.Equal(Answers.Body, Read("model.onnx"));
        Assert.Equal("weights", Read("parts/weights.data"));
    }

    [Fact]
    public async Task A_model_from_elsewhere_is_replaced()
    {
        await _rig.FetchAsync(FileUri);
        Write("other.onnx", "another");

        await _rig.FetchAsync(FolderUri + "other.onnx");

        Assert.Equal("another", Read("model.onnx"));
    }

    [Fact]
    public async Task A_report_that_leads_out_of_the_target_is_not_believed()
    {
        await _rig.FetchAsync(FileUri);
        var report = FetchReport.Read(_rig.Target)!;
        (report with { Files = [.. report.Files, new FetchedFile("../source/model.onnx", Answers.Sha256, 16)] }).Write(_rig.Target);

        Assert.NotEqual(report.FetchedAt, (await _rig.FetchAsync(FileUri)).FetchedAt);
    }

    [Fact]
    public async Task What_a_killed_fetch_left_is_swept_and_what_another_writes_is_not()
    {
        Directory.CreateDirectory(_rig.Target);
        await File.WriteAllTextAsync(Path.Combine(_rig.Target, ".left.fetch-partial"), "left", TestContext.Current.CancellationToken);
        using var other = PartialFile.Create(_rig.Target);
        other.Append("half"u8);

        await _rig.FetchAsync(FileUri);

        Assert.Equal(3, _rig.Files.Count);
        other.Publish("other");
        Assert.Equal("half", Read("other"));
    }

    [Fact]
    public async Task A_target_that_cannot_be_made_is_told()
    {
        await File.WriteAllTextAsync(_rig.Target, "a file", TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<FetchException>(() => _rig.FetchAsync(FileUri));

        Assert.Equal(FetchFailure.TargetFailed, failure.Failure);
        Assert.StartsWith($"{_rig.Target} cannot be written: ", failure.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_source, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_rig.Target, name));
}
