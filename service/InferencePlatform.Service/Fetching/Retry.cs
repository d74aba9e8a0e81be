using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Fetching;

/// <summary>
/// Tries again, with a growing and jittered wait, what may go better the next time. Attempts that bring more than any
/// before are not held against the source: a large file over a bad line comes in pieces.
/// </summary>
internal sealed class Retry(int attempts, RetryDelays delays, ILogger logger)
{
    /// <param name="action">What to try.</param>
    /// <param name="reached">How far it has come, in bytes.</param>
    /// <param name="cancellationToken">Ends it, also while it waits.</param>
    /// <exception cref="FetchException">It cannot be done, or did not get on in so many attempts.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> action, Func<long> reached, CancellationToken cancellationToken)
    {
        var failures = 0;
        var furthest = reached();
        while (true)
        {
            try
            {
                return await action();
            }
            catch (FetchException e) when (e.IsTransient)
            {
                var now = reached();
                failures = now > furthest ? 1 : failures + 1;
                furthest = Math.Max(now, furthest);
                if (failures >= attempts)
                {
                    throw new FetchException(e.Failure, $"{e.Message} {(attempts == 1 ? "It was tried once" : $"{attempts} attempts in a row brought nothing more")}. Check that the source can be reached from here, or raise --attempts (spec.model.download.attempts of an InferenceModel).", e);
                }

                var delay = delays.Next(failures, e.RetryAfter);
                FetchLog.Retrying(logger, e.Message, failures, attempts, Math.Round(delay.TotalSeconds, 1));
                await Task.Delay(delay, cancellationToken);
            }
        }
    }
}
