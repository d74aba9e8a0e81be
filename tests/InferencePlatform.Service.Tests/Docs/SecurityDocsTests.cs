using System.Text.RegularExpressions;

namespace InferencePlatform.Service.Tests.Docs;

public sealed partial class SecurityDocsTests
{
    [Fact]
    public void Every_test_that_the_threat_model_names_exists()
    {
        var sources = string.Join('\n', Directory.EnumerateFiles(Path.Combine(TestFiles.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var named = TestName().Matches(File.ReadAllText(Path.Combine(TestFiles.Root, "docs/security.md"))).Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.InRange(named.Count, 30, 200);
        Assert.DoesNotContain(named, name => !sources.Contains($" {name}(", StringComparison.Ordinal));
    }

    [GeneratedRegex("`([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){3,})`")]
    private static partial Regex TestName();
}
