using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Store;

namespace InferencePlatform.Local.Tests.Store;

public sealed class JournalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("journal-").FullName;

    private string StateFile => Directory.GetFiles(_directory, "state.*").Single();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Objects_versions_and_deletions_survive_a_restart()
    {
        long version;
        await using (var store = Open())
        {
            await PutAsync(store, "a");
            await PutAsync(store, "b");
            await store.CommitAsync(t => t.Delete(t.Find("configmaps", Key("a"))!));
            version = store.State.Version;
        }

        await using var again = Open();
        Assert.Null(again.State.Find("configmaps", Key("a")));
        Assert.NotNull(again.State.Find("configmaps", Key("b")));
        Assert.Equal(version, again.State.Version);
    }

    [Fact]
    public async Task A_torn_last_record_is_dropped_and_writing_goes_on()
    {
        await using (var store = Open())
        {
            await PutAsync(store, "whole");
            await PutAsync(store, "torn");
        }

        using (var file = new FileStream(StateFile, FileMode.Open))
        {
            file.SetLength(file.Length - 3);
        }

        await using (var store = Open())
        {
            Assert.NotNull(store.State.Find("configmaps", Key("whole")));
            Assert.Null(store.State.Find("configmaps", Key("torn")));
            await PutAsync(store, "next");
        }

        await using var again = Open();
        Assert.NotNull(again.State.Find("configmaps", Key("next")));
    }

    [Fact]
    public async Task Damage_before_the_end_is_refused_and_not_taken_for_a_torn_record()
    {
        await using (var store = Open())
        {
            await PutAsync(store, "a");
            await PutAsync(store, "b");
        }

        using (var file = new FileStream(StateFile, FileMode.Open))
        {
            file.Position = file.Length / 2;
            var value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)~value);
        }

        Assert.Contains("is damaged at byte", Assert.Throws<InvalidDataException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_has_grown_is_written_anew()
    {
        await using (var store = Open(compactionBytes: 4096))
        {
            for (var i = 0; i < 100; i++)
            {
                await PutAsync(store, "the-same");
            }
        }

        Assert.NotEqual("state.1", Path.GetFileName(StateFile));
        Assert.True(new FileInfo(StateFile).Length < 10_000);
        await using var again = Open();
        Assert.Equal(200, again.State.Version);
        Assert.NotNull(again.State.Find("configmaps", Key("the-same")));
    }

    [Fact]
    public async Task A_folder_has_one_server_at_a_time()
    {
        await using var store = Open();

        Assert.Throws<IOException>(Open);
    }

    [Fact]
    public async Task A_write_that_finds_no_room_changes_nothing_and_writing_goes_on_once_there_is_some()
    {
        var full = false;
        void Write(Microsoft.Win32.SafeHandles.SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> records, long at)
        {
            RandomAccess.Write(file, full ? records[0][..(records[0].Length / 2)].Span : records[0].Span, at);
            if (full)
            {
                throw new IOException("No space left on device");
            }
        }

        await using (var store = ObjectStore.Open(_directory, historyLimit: 100, compactionBytes: 1 << 20, Write))
        {
            await PutAsync(store, "before");
            var version = store.State.Version;
            full = true;
            var refused = await Assert.ThrowsAsync<IOException>(() => PutAsync(store, "lost"));
            full = false;

            Assert.Contains("Nothing was changed; make room and try again.", refused.Message, StringComparison.Ordinal);
            Assert.Equal(version, store.State.Version);
            await PutAsync(store, "after");
            Assert.Equal(version + 1, store.State.Version);
        }

        await using var again = Open();
        Assert.Equal(["after", "before"], again.State.Of("configmaps").Objects.Values.Select(o => o.Key.Name).Order());
    }

    [Fact]
    public async Task A_transaction_that_fails_leaves_nothing_behind()
    {
        await using var store = Open();

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.CommitAsync<int>(t =>
        {
            t.Put("configmaps", Key("half"), []);
            throw new InvalidOperationException();
        }));

        Assert.Null(store.State.Find("configmaps", Key("half")));
    }

    private static ObjectKey Key(string name) => new("default", name);

    private static Task<StoredObject> PutAsync(ObjectStore store, string name) => store.CommitAsync(t => t.Put("configmaps", Key(name), new JsonObject { ["data"] = name }));

    private ObjectStore Open() => Open(1 << 20);

    private ObjectStore Open(long compactionBytes) => ObjectStore.Open(_directory, historyLimit: 100, compactionBytes);
}
