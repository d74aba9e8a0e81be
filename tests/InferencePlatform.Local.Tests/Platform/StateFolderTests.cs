using InferencePlatform.Local.Hosting;

namespace InferencePlatform.Local.Tests.Platform;

public sealed class StateFolderTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory();

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_new_state_folder_is_its_owners_alone()
    {
        var folder = Path.Combine(_root.FullName, "state");

        StateFolder.Prepare(folder);

        Assert.Equal(Owner, File.GetUnixFileMode(folder));
    }

    [Fact]
    public void A_folder_that_others_can_read_is_refused_and_left_as_it_is()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.FullName, "state"));
        folder.UnixFileMode = Owner | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

        var refusal = Assert.Throws<PlatformException>(() => StateFolder.Prepare(folder.FullName));

        Assert.Contains($"chmod 700 {folder.FullName}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Owner | UnixFileMode.OtherRead | UnixFileMode.OtherExecute, File.GetUnixFileMode(folder.FullName));
    }

    [Fact]
    public void A_path_that_is_a_file_is_refused_with_advice()
    {
        var file = Path.Combine(_root.FullName, "file");
        File.WriteAllText(file, "");

        Assert.Contains("--state-dir", Assert.Throws<PlatformException>(() => StateFolder.Prepare(file)).Message, StringComparison.Ordinal);
    }
}
