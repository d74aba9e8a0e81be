using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Observation;

namespace InferencePlatform.Operator.Planning;

/// <summary>What is to be done about a model's objects; empty where all is as it should be.</summary>
/// <param name="Steps">In the order to take them.</param>
internal sealed record Plan(IReadOnlyList<Step> Steps)
{
    public static Plan Nothing { get; } = new([]);
}

/// <summary>One call to the API server.</summary>
/// <param name="Why">A few words for the log.</param>
internal abstract record Step(string Why)
{
    /// <summary>What is done, in one word.</summary>
    public abstract string Verb { get; }

    /// <summary>Kind and name of the object that it is done to.</summary>
    public abstract string Target { get; }

    /// <summary>Makes an object, or puts right the fields that are the operator's.</summary>
    /// <param name="Object">All that the operator says of it.</param>
    /// <param name="Uid">Which object of the name it must be, that is, the model's own; null to make one where none is.</param>
    /// <param name="Why">A few words for the log.</param>
    public sealed record Apply(KubernetesObject Object, string? Uid, string Why) : Step(Why)
    {
        public override string Verb => Uid is null ? "make" : "change";

        public override string Target => ObservedObjects.Describe(Object);
    }

    /// <summary>Deletes an object that the spec asks for no longer.</summary>
    /// <param name="Object">As it was seen.</param>
    /// <param name="Why">A few words for the log.</param>
    public sealed record Delete(KubernetesObject Object, string Why) : Step(Why)
    {
        public override string Verb => "delete";

        public override string Target => ObservedObjects.Describe(Object);
    }

    /// <summary>Sets the Deployment's replicas, and remembers what for.</summary>
    /// <param name="Deployment">Its name.</param>
    /// <param name="Uid">Which one it must be, so that no other of the name is scaled; null for the one that this plan makes.</param>
    /// <param name="Replicas">Null leaves the number alone.</param>
    /// <param name="ScaledFor">What to remember.</param>
    /// <param name="Why">A few words for the log.</param>
    public sealed record Scale(string Deployment, string? Uid, int? Replicas, string ScaledFor, string Why) : Step(Why)
    {
        public override string Verb => "scale";

        public override string Target => $"Deployment {Deployment}";
    }
}
