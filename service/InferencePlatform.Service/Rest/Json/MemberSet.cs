using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>The known members that an object has shown, so that none counts twice.</summary>
internal struct MemberSet
{
    private int _seen;

    public readonly bool Has(int member) => (_seen & (1 << member)) != 0;

    public void Add(int member, string owner, string name)
    {
        if (Has(member))
        {
            throw InferenceException.Invalid($"{owner} has '{name}' more than once.");
        }

        _seen |= 1 << member;
    }
}
