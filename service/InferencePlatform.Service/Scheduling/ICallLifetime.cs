namespace InferencePlatform.Service.Scheduling;

/// <summary>Whether anybody still waits for a call's answer.</summary>
internal interface ICallLifetime
{
    /// <summary>Throws where the deadline passed or the caller left. Costs nothing, so it may be asked often.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits.</exception>
    void ThrowIfOver();

    /// <summary>Signalled when nobody waits any more. Making it costs something: ask only before a wait.</summary>
    CancellationToken Token { get; }
}
