namespace InferencePlatform.Kubernetes.Controllers;

/// <summary>Makes the world as an object wants it.</summary>
public interface IReconciler
{
    /// <summary>
    /// Looks at the object as it is now, which may be gone, and does what is to be done. It is never called for one key twice at
    /// a time. An exception has it called again, after a wait that grows; a <see cref="TerminalException"/> only after a change.
    /// </summary>
    Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken);
}
