using System.Globalization;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Grpc;

/// <summary>The sample models are as good over gRPC as samples/README.md says they are.</summary>
public sealed class SampleDataTests(SampleModels samples, IrisVersions iris) : IClassFixture<SampleModels>, IClassFixture<IrisVersions>
{
    [Fact]
    public async Task Digits_names_440_of_450_digits_row_by_row()
    {
        var right = 0;
        foreach (var (features, label) in Rows("digits_test.csv"))
        {
            var answer = await samples.Client.InferAsync(Requests.For("digits").WithFloats("image", [1, 64], features));
            right += answer.Outputs[0].Contents.Int64Contents[0].ToString(CultureInfo.InvariantCulture) == label ? 1 : 0;
        }

        Assert.Equal(440, right);
    }

    [Fact]
    public async Task Digits_names_the_same_in_one_raw_batch()
    {
        var rows = Rows("digits_test.csv").ToList();
        var request = Requests.For("digits").WithRaw("image", "FP32", [rows.Count, 64], Raw.Of(rows.SelectMany(r => r.Features).ToArray()));

        var labels = Raw.To<long>((await samples.Client.InferAsync(request.WithOutputs("label"))).RawOutputContents[0].Span);

        Assert.Equal(450, labels.Length);
        Assert.Equal(440, labels.Zip(rows).Count(p => p.First.ToString(CultureInfo.InvariantCulture) == p.Second.Label));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Iris_names_all_38_flowers(string version)
    {
        var rows = Rows("iris_test.csv").ToList();
        var request = Requests.For("iris", version).WithFloats("features", [rows.Count, 4], [.. rows.SelectMany(r => r.Features)]);

        var answer = await iris.Client.InferAsync(request);

        Assert.Equal(38, rows.Count);
        Assert.Equal(rows.Select(r => r.Label), answer.Outputs[0].Contents.BytesContents.Select(b => b.ToStringUtf8()));
    }

    private static IEnumerable<(float[] Features, string Label)> Rows(string file)
    {
        foreach (var line in File.ReadLines(Path.Combine(TestFiles.Root, "samples", "data", file)).Skip(1))
        {
            var cells = line.Split(',');
            yield return ([.. cells[..^1].Select(c => float.Parse(c, CultureInfo.InvariantCulture))], cells[^1]);
        }
    }
}
