namespace InferencePlatform.Local.Nodes.Probes;

/// <summary>Turns single answers into a verdict: enough of a kind in a row change it.</summary>
internal sealed class ProbeCounter(ProbeSettings settings)
{
    private bool _last;
    private int _inARow;

    /// <summary>Null until enough answers agree.</summary>
    public bool? Verdict { get; private set; }

    /// <returns>Whether the verdict changed.</returns>
    public bool Count(bool success)
    {
        _inARow = success == _last ? _inARow + 1 : 1;
        _last = success;
        if (_inARow < (success ? settings.SuccessThreshold : settings.FailureThreshold) || Verdict == success)
        {
            return false;
        }

        Verdict = success;
        return true;
    }
}
