namespace InferencePlatform.Service.Scheduling;

/// <summary>Whether anybody still waits for a call's answer.</summary>
internal interface ICallLifetime
{
    /// <summary>The deadline passed. Costs nothing.</summary>
    bool DeadlinePassed { get; }

    /// <summary>The deadline passed or the caller left. Any thread may ask while the call runs.</summary>
    bool IsOver { get; }

    /// <summary>Signalled when nobody waits any more. Making it costs something: ask only before a wait.</summary>
    CancellationToken Token { get; }
}
