namespace InferencePlatform.Kubernetes.Discovery;

/// <summary>Answers to questions by path. Each is asked once for all who want it, and kept for a while; failures are not kept.</summary>
internal sealed class CachedAnswers<T>(TimeSpan keep, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Task<T> Answer, long AskedAt)> _answers = new(StringComparer.Ordinal);

    public Task<T> GetAsync(string path, Func<string, Task<T>> ask, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_answers.TryGetValue(path, out var known) || known.Answer.IsFaulted || known.Answer.IsCanceled || time.GetElapsedTime(known.AskedAt) >= keep)
            {
                known = (Task.Run(() => ask(path), CancellationToken.None), time.GetTimestamp());
                _answers[path] = known;
            }

            return known.Answer.WaitAsync(cancellationToken);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _answers.Clear();
        }
    }
}
