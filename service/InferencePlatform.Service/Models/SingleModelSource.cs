namespace InferencePlatform.Service.Models;

/// <summary>One model file, named by the server's options.</summary>
internal sealed class SingleModelSource(SingleModelOptions options) : IModelSource
{
    public string Location => options.Path;

    public IReadOnlyList<string> List() => [options.Name];

    public bool Has(string name) => name == options.Name;

    public ModelFiles? Read(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        var settings = new ModelSettings
        {
            VersionPolicy = VersionPolicy.Specific([options.Version]),
            Sha256 = options.Sha256 is null ? [] : new Dictionary<long, string> { [options.Version] = options.Sha256 },
            Warmup = options.WarmupSamples is null ? [] : ModelSettingsReader.ReadSamples(options.WarmupSamples),
        };

        // Others may use the folder too; a change of what lies there is none of this model's.
        return new ModelFiles(options.Path, settings, [new VersionFiles(options.Version, options.Path, OwnsFolder: false)]);
    }
}
