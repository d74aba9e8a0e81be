using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Signatures;

namespace InferencePlatform.Operator.Tests.Signatures;

public sealed class PodReaderTests
{
    private const string Answer = """{"models": [{"name": "digits", "version": 3, "state": "Ready", "sha256": "aa", "callsInFlight": 2, "inputs": [], "outputs": []}]}""";

    [Fact]
    public async Task A_pod_is_asked_on_its_management_port()
    {
        Uri? asked = null;
        using var reader = Reader((request, _) =>
        {
            asked = request.RequestUri;
            return Task.FromResult(Answer);
        });

        var served = await reader.ReadAsync(Pod("10.0.0.7"), TestContext.Current.CancellationToken);

        Assert.Equal(new Uri("http://10.0.0.7:9090/models"), asked);
        Assert.Equal(2, Assert.Single(served!.Models).CallsInFlight);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task An_answer_of_another_kind_is_none(string answer)
    {
        using var reader = Reader((_, _) => Task.FromResult(answer));
        Assert.Null(await reader.ReadAsync(Pod("10.0.0.7"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_answer_over_the_limit_is_none()
    {
        using var reader = Reader((_, _) => Task.FromResult(Answer + new string(' ', PodReader.MaxAnswerBytes)));
        Assert.Null(await reader.ReadAsync(Pod("10.0.0.7"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_pod_that_never_answers_is_given_up()
    {
        using var reader = Reader(async (_, cancelled) =>
        {
            await Task.Delay(Timeout.Infinite, cancelled);
            return "";
        });
        Assert.Null(await reader.ReadAsync(Pod("10.0.0.7"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_pod_without_an_address_is_not_asked()
    {
        using var reader = Reader((_, _) => throw new InvalidOperationException("It was asked."));
        Assert.Null(await reader.ReadAsync(Pod(null), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_more_pods_are_asked_at_once_than_allowed()
    {
        var (asked, most) = (0, 0);
        var all = new TaskCompletionSource();
        using var reader = Reader(async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref asked));
            if (asked == PodReader.MaxAtOnce)
            {
                all.TrySetResult();
            }

            await all.Task;
            Interlocked.Decrement(ref asked);
            return Answer;
        });

        await Task.WhenAll(Enumerable.Range(0, 3 * PodReader.MaxAtOnce).Select(_ => reader.ReadAsync(Pod("10.0.0.7"), TestContext.Current.CancellationToken)));

        Assert.Equal(PodReader.MaxAtOnce, most);
    }

    [Fact]
    public void A_report_has_so_many_tensors_at_most()
    {
        var tensors = Enumerable.Range(0, ModelReports.MaxTensors + 1).Select(i => new ServedTensor { Name = $"t{i}", Datatype = "FP32", Shape = [-1] }).ToList();
        var served = new ServedModels([new ServedModel { Name = "digits", Version = 1, Sha256 = new string('a', 64), Inputs = tensors }]);
        Assert.Equal(ModelReports.MaxTensors, ModelReports.Of(served, "digits", new PodOrigin("h", null))!.Inputs!.Count);
    }

    [Fact]
    public void A_model_of_another_name_or_that_does_not_serve_is_no_report()
    {
        var served = new ServedModels([new ServedModel { Name = "digits", Version = 1 }, new ServedModel { Name = "iris", Version = 1, Sha256 = new string('a', 64) }]);
        Assert.Null(ModelReports.Of(served, "digits", new PodOrigin("h", null)));
    }

    private static Pod Pod(string? address) => new() { Status = new PodStatus { PodIP = address } };

    private static PodReader Reader(Func<HttpRequestMessage, CancellationToken, Task<string>> answer) => new(TimeSpan.FromSeconds(2), new Handler(answer));

    private sealed class Handler(Func<HttpRequestMessage, CancellationToken, Task<string>> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            new() { Content = new StringContent(await answer(request, cancellationToken)) };
    }
}
