using System.Net;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Rendering;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Reconciliation;

/// <summary>Makes the calls of a plan.</summary>
internal sealed class PlanExecutor(IKubernetesClient client, ILogger<PlanExecutor> logger)
{
    /// <remarks>
    /// An object that the server will not have does not keep the others from being made. One that is not as the plan has it ends
    /// the plan, which another is to be made for.
    /// </remarks>
    /// <exception cref="ApiException">The server failed.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<Execution> ExecuteAsync(Plan plan, ObjectKey model, CancellationToken cancellationToken)
    {
        var execution = Execution.Complete;
        string? made = null;
        foreach (var step in plan.Steps)
        {
            ReconcileLog.Step(logger, model, step.Verb, step.Target, step.Why);
            try
            {
                made = await ExecuteAsync(step, model, made, cancellationToken) ?? made;
            }
            catch (ApiException e) when (step is Step.Apply && IsOfAnother(e))
            {
                // What follows was decided on the belief that this object is not there, or is the model's own.
                ReconcileLog.Outdated(logger, model, step.Target);
                return execution with { IsOutdated = true };
            }
            catch (ApiException e) when (IsRefusal(e))
            {
                ReconcileLog.Refused(logger, model, step.Target, e.Message);
                execution = execution.Error is null ? execution with { Refusal = new Refusal(step.Target, e.Message), Error = e } : execution;
            }
        }

        return execution;
    }

    /// <returns>The UID of the Deployment, if the step was to make it or to put it right.</returns>
    private async Task<string?> ExecuteAsync(Step step, ObjectKey model, string? made, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case Step.Apply apply:
                var answer = await ApplyAsync(apply, cancellationToken);
                return apply.Object is Deployment ? (string?)answer["metadata"]?["uid"] : null;
            case Step.Delete delete:
                await DeleteAsync(delete.Object, cancellationToken);
                return null;
            case Step.Scale scale when (scale.Uid ?? made) is { } uid:
                await DeploymentScale.SetAsync(client, model with { Name = scale.Deployment }, uid, scale.Replicas, scale.ScaledFor, cancellationToken);
                return null;
            case Step.Scale:
                // The Deployment that it is for was refused: what has its name now is somebody else's.
                return null;
            default:
                throw new InvalidOperationException($"There is no such step as {step}.");
        }
    }

    // Fields of the model's own object are taken over by force. What somebody else made since the plan was is never touched:
    // where none was one is made or nothing is done, and where one was it must be that one still.
    private Task<JsonObject> ApplyAsync(Step.Apply step, CancellationToken cancellationToken) => client.ApplyAsync<JsonObject>(
        ResourceType.Of(step.Object.GetType()),
        ObjectKey.Of(step.Object),
        Manifest.Of(step.Object),
        new ApplyOptions(FieldManagers.Operator) { Force = step.Uid is not null, CreateOnly = step.Uid is null, Uid = step.Uid },
        cancellationToken);

    private async Task DeleteAsync(KubernetesObject o, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(ResourceType.Of(o.GetType()), ObjectKey.Of(o), new DeleteOptions { Uid = o.Metadata.Uid }, cancellationToken);
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            // Somebody was faster.
        }
    }

    /// <summary>Whether the object is there though it should not be, is not though it should, or is another of its name.</summary>
    private static bool IsOfAnother(ApiException e) => e.IsConflict || e.Causes.Any(c => c.Field == "metadata.uid");

    /// <summary>Whether the server understood and will not, which trying again at once does not mend.</summary>
    private static bool IsRefusal(ApiException e) => e.StatusCode is
        HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity;
}
