using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Models;

/// <summary>Where models lie.</summary>
internal interface IModelSource
{
    /// <summary>Where that is, for messages.</summary>
    string Location { get; }

    /// <summary>The names of all models there.</summary>
    /// <exception cref="ModelLoadException">The place cannot be read; the message says why.</exception>
    IReadOnlyList<string> List();

    /// <summary>Whether anything of that name lies there.</summary>
    bool Has(string name);

    /// <summary>What lies there of one model; null where nothing does.</summary>
    /// <exception cref="ModelLoadException">It cannot be read; the message says why.</exception>
    ModelFiles? Read(string name);
}
