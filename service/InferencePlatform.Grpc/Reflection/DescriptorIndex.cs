using Google.Protobuf.Reflection;

namespace InferencePlatform.Grpc.Reflection;

/// <summary>Finds files by their names, by the symbols in them and by the extensions they declare.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);

    /// <summary>Indexes files and all that they import.</summary>
    public DescriptorIndex(IEnumerable<FileDescriptor> files)
    {
        foreach (var file in files.SelectMany(WithImports))
        {
            if (_files.TryAdd(file.Name, file))
            {
                Add(file);
            }
        }
    }

    public FileDescriptor? FindFile(string name) => _files.GetValueOrDefault(name);

    /// <summary>The file that declares a message, field, enum, enum value, service, method or extension.</summary>
    public FileDescriptor? FindSymbol(string fullName) => _symbols.GetValueOrDefault(fullName);

    public FileDescriptor? FindExtension(string message, int number) =>
        _extensions.GetValueOrDefault(message)?.GetValueOrDefault(number);

    /// <summary>The numbers of a message's extensions, sorted; null where there is no such message.</summary>
    public IReadOnlyCollection<int>? ExtensionNumbers(string message) =>
        _extensions.TryGetValue(message, out var extensions) ? extensions.Keys
        : _messages.Contains(message) ? []
        : null;

    /// <summary>A file and what it imports, directly or not, each once, the file first.</summary>
    public static IReadOnlyList<FileDescriptor> WithImports(FileDescriptor file)
    {
        var found = new List<FileDescriptor> { file };
        var names = new HashSet<string>(StringComparer.Ordinal) { file.Name };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(found[i].Dependencies.Where(d => names.Add(d.Name)));
        }

        return found;
    }

    private void Add(FileDescriptor file)
    {
        foreach (var message in file.MessageTypes)
        {
            Add(message);
        }

        AddAll(file.EnumTypes);
        AddExtensions(file.Extensions);
        foreach (var service in file.Services)
        {
            Add((IDescriptor)service);
            service.Methods.ToList().ForEach(Add);
        }
    }

    private void Add(MessageDescriptor message)
    {
        Add((IDescriptor)message);
        _messages.Add(message.FullName);
        message.Fields.InDeclarationOrder().ToList().ForEach(Add);
        message.Oneofs.ToList().ForEach(Add);
        AddAll(message.EnumTypes);
        AddExtensions(message.Extensions);
        foreach (var nested in message.NestedTypes)
        {
            Add(nested);
        }
    }

    private void AddAll(IEnumerable<EnumDescriptor> enums)
    {
        foreach (var type in enums)
        {
            Add(type);
            foreach (var value in type.Values)
            {
                // In protobuf a value's name stands beside its enum's, not within it as FullName has it.
                _symbols.TryAdd(type.FullName[..^type.Name.Length] + value.Name, type.File);
            }
        }
    }

    private void AddExtensions(ExtensionCollection extensions)
    {
        foreach (var extension in extensions.UnorderedExtensions)
        {
            Add(extension);
            var message = extension.ExtendeeType.FullName;
            if (!_extensions.TryGetValue(message, out var numbers))
            {
                _extensions.Add(message, numbers = []);
            }

            numbers.TryAdd(extension.FieldNumber, extension.File);
        }
    }

    private void Add(IDescriptor descriptor) => _symbols.TryAdd(descriptor.FullName, descriptor.File);
}
