using InferencePlatform.Service.Hosting;

namespace InferencePlatform.Service.Tests.Hosting;

public sealed class TerminationMessageTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_reason_is_written()
    {
        Assert.Null(TerminationMessage.TryWrite(_file, "Because."));

        Assert.Equal("Because.", File.ReadAllText(_file));
    }

    [Fact]
    public void A_long_reason_is_cut_between_characters_where_the_kubelet_would_cut_it()
    {
        Assert.Null(TerminationMessage.TryWrite(_file, "a" + new string('é', 4000)));

        Assert.Equal("a" + new string('é', 2047), File.ReadAllText(_file));
    }

    [Fact]
    public void Nowhere_to_write_is_no_problem() => Assert.Null(TerminationMessage.TryWrite(null, "Because."));

    [Fact]
    public void A_file_that_cannot_be_written_is_told() =>
        Assert.StartsWith("The termination message cannot be written to /nowhere/log: ", TerminationMessage.TryWrite("/nowhere/log", "Because."), StringComparison.Ordinal);
}
