using System.Globalization;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Rendering.Pods;

namespace InferencePlatform.Operator.Status;

/// <summary>The whole status, as a function of what was seen.</summary>
internal static class StatusBuilder
{
    /// <param name="facts">What was seen.</param>
    /// <param name="before">The status so far, of which the times of what has not changed are kept.</param>
    public static InferenceModelStatus Build(Facts facts, InferenceModelStatus? before)
    {
        var model = facts.Snapshot.Model;
        return new InferenceModelStatus
        {
            ObservedGeneration = model.Metadata.Generation,
            Conditions = Conditions(facts, before?.Conditions ?? []),
            Replicas = facts.Pods.Count,
            ReadyReplicas = facts.Ready.Count,
            Serving = string.Create(CultureInfo.InvariantCulture, $"{facts.Ready.Count}/{facts.Wanted}"),
            Selector = ModelNames.SelectorText(model),
            Endpoint = Endpoint(facts.Snapshot),
            Image = facts.Current.Select(ImageOf).OfType<string>().Select(image => StatusText.Cut(image, InferenceModelStatus.MaxImage)).FirstOrDefault() ?? before?.Image,
            Model = facts.Snapshot.Report ?? before?.Model,
            LastFailure = Failure(facts, before?.LastFailure),
        };
    }

    private static List<ModelCondition> Conditions(Facts facts, IReadOnlyList<ModelCondition> before)
    {
        (string Type, Verdict? Verdict)[] verdicts =
        [
            (ConditionTypes.Ready, ReadyRule.Decide(facts)),
            (ConditionTypes.Available, AvailableRule.Decide(facts)),
            (ConditionTypes.ModelVerified, ModelVerifiedRule.Decide(facts)),
            (ConditionTypes.RolledOut, RolledOutRule.Decide(facts)),
            (ConditionTypes.Scheduled, ScheduledRule.Decide(facts)),
            (ConditionTypes.Autoscaling, AutoscalingRule.Decide(facts)),
        ];
        return [.. verdicts.Where(v => v.Verdict is not null).Select(v => Condition(v.Type, v.Verdict!, facts.Snapshot, before.FirstOrDefault(c => c.Type == v.Type)))];
    }

    private static ModelCondition Condition(string type, Verdict verdict, Snapshot snapshot, ModelCondition? before)
    {
        var status = verdict.Status switch { true => "True", false => "False", null => "Unknown" };
        return new ModelCondition
        {
            Type = type,
            Status = status,
            ObservedGeneration = snapshot.Model.Metadata.Generation ?? 0,
            LastTransitionTime = before?.Status == status ? before.LastTransitionTime : WholeSeconds(snapshot.Now),
            Reason = verdict.Reason,
            Message = StatusText.Cut(verdict.Message, ModelCondition.MaxMessage),
        };
    }

    private static EndpointStatus? Endpoint(Snapshot snapshot)
    {
        var name = snapshot.Model.Metadata.Name!;
        var service = snapshot.Objects.Find<Service>(name);
        if (service is null || !ObservedObjects.IsOwnedBy(service, snapshot.Model.Metadata.Uid!))
        {
            return null;
        }

        var host = snapshot.Policy.EndpointForm == EndpointForm.Dns ? $"{name}.{snapshot.Model.Metadata.Namespace}.svc" : service.Spec.ClusterIP;
        var ports = ModelPorts.Of(snapshot.Model.Spec);
        return (host, snapshot.Model.Spec.Serving?.Tls) switch
        {
            (null or "", _) => null,
            (_, null) => new EndpointStatus { Grpc = $"{host}:{ports.Grpc}", Http = $"http://{host}:{ports.Http}" },
            _ => new EndpointStatus { Grpc = $"grpcs://{host}:{ports.Grpc}", Http = $"https://{host}:{ports.Http}" },
        };
    }

    private static string? ImageOf(Pod pod) => pod.Spec.Containers?.FirstOrDefault(c => c.Name == ServerContainer.Name)?.Image;

    private static FailureStatus? Failure(Facts facts, FailureStatus? before)
    {
        if (facts.Failure is not { } failure)
        {
            return before;
        }

        var message = StatusText.Cut(failure.Message, ModelCondition.MaxMessage);
        var same = before is not null && before.Reason == failure.Reason && before.Pod == failure.Pod && before.Message == message;
        return new FailureStatus
        {
            Reason = failure.Reason,
            Message = message,
            Pod = failure.Pod,
            Time = WholeSeconds(failure.Time ?? (same ? before!.Time : facts.Snapshot.Now)),
        };
    }

    /// <summary>As the API writes times, so that what is read back is the same.</summary>
    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
