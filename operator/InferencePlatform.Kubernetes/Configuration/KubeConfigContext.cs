using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>One context of a kubeconfig, made into what a client needs.</summary>
internal sealed class KubeConfigContext
{
    private readonly KubeConfigEntries _entries;
    private readonly string _name;
    private readonly TimeProvider _time;

    public KubeConfigContext(KubeConfigEntries entries, string? name, TimeProvider time)
    {
        _entries = entries;
        _time = time;
        _name = name ?? (string.IsNullOrEmpty(entries.CurrentContext)
            ? throw new KubeConfigException($"{entries.Files} has no current-context. Name one of its contexts{Listed()}.")
            : entries.CurrentContext);
    }

    /// <exception cref="KubeConfigException">Something in it cannot be used.</exception>
    public ClusterConfiguration Resolve()
    {
        var (context, file) = _entries.Context(_name) ?? throw new KubeConfigException($"{_entries.Files} has no context \"{_name}\"{Listed()}.");
        var (cluster, clusterFile) = _entries.Cluster(context.Cluster ?? "") ?? throw Error(file, "cluster", $"there is no cluster \"{context.Cluster}\"");
        var (user, userFile) = (context.User ?? "").Length == 0
            ? (new KubeConfigFile.User(), file)
            : _entries.User(context.User!) ?? throw Error(file, "user", $"there is no user \"{context.User}\"");

        var configuration = ResolveCluster(cluster, clusterFile) with { Headers = Impersonation(user, userFile) };
        return configuration with
        {
            Namespace = string.IsNullOrEmpty(context.Namespace) ? "default" : context.Namespace,
            Credentials = ResolveUser(user, userFile, configuration),
        };
    }

    /// <summary>The headers for acting as somebody else.</summary>
    private List<KeyValuePair<string, string>> Impersonation(KubeConfigFile.User user, string file)
    {
        var headers = new List<KeyValuePair<string, string>>();
        Add("as", "Impersonate-User", user.As is null ? [] : [user.As]);
        Add("as-uid", "Impersonate-Uid", user.AsUid is null ? [] : [user.AsUid]);
        Add("as-groups", "Impersonate-Group", user.AsGroups ?? []);
        foreach (var (name, values) in user.AsUserExtra ?? [])
        {
            Add("as-user-extra", "Impersonate-Extra-" + Uri.EscapeDataString(name), values);
        }

        return headers;

        void Add(string field, string header, List<string> values)
        {
            // .NET writes the values of a header on one line, which the API server would take for one odd value.
            if (values.Count > 1)
            {
                throw Error(file, field, "it has several values, and this client can send only one");
            }

            headers.AddRange(values.Select(value => KeyValuePair.Create(header, value)));
        }
    }

    private ClusterConfiguration ResolveCluster(KubeConfigFile.Cluster cluster, string file)
    {
        var authority = Text(file, "certificate-authority", cluster.CertificateAuthority, cluster.CertificateAuthorityData);
        if (authority is not null && cluster.InsecureSkipTlsVerify)
        {
            throw Error(file, "insecure-skip-tls-verify", "it is true while a certificate authority is given; remove one of them");
        }

        return new ClusterConfiguration
        {
            Server = Address(file, "server", cluster.Server, "http", "https")
                ?? throw Error(file, "server", "it is missing"),
            CertificateAuthorities = authority is null ? null : Checked(file, "certificate-authority", () => Pem.Authorities(authority)),
            InsecureSkipTlsVerify = cluster.InsecureSkipTlsVerify,
            TlsServerName = string.IsNullOrEmpty(cluster.TlsServerName) ? null : cluster.TlsServerName,
            Proxy = Address(file, "proxy-url", cluster.ProxyUrl, "http", "https", "socks5"),
        };
    }

    private ICredentialSource ResolveUser(KubeConfigFile.User user, string file, ClusterConfiguration cluster)
    {
        if (user.AuthProvider is not null)
        {
            throw Error(file, "auth-provider", "Kubernetes has removed these; use an exec plugin instead");
        }

        var certificates = Certificates(user, file);
        if (user.Exec is { } exec)
        {
            return new ExecCredentials(ExecPlugin.Of(exec, file, (field, wrong) => Error(file, field, wrong), cluster), certificates, _time);
        }

        if (!string.IsNullOrEmpty(user.TokenFile))
        {
            return new TokenFileCredentials(Beside(file, user.TokenFile), certificates, _time);
        }

        return new StaticCredentials(new Credential { Authorization = Authorization(user), Certificates = certificates });
    }

    private static AuthenticationHeaderValue? Authorization(KubeConfigFile.User user)
    {
        if (!string.IsNullOrEmpty(user.Token))
        {
            return new AuthenticationHeaderValue("Bearer", user.Token);
        }

        return string.IsNullOrEmpty(user.Username)
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.Username}:{user.Password}")));
    }

    private X509Certificate2Collection? Certificates(KubeConfigFile.User user, string file)
    {
        var certificate = Text(file, "client-certificate", user.ClientCertificate, user.ClientCertificateData);
        var key = Text(file, "client-key", user.ClientKey, user.ClientKeyData);
        return (certificate, key) switch
        {
            (null, null) => null,
            (null, _) => throw Error(file, "client-certificate", "it is missing while client-key is there"),
            (_, null) => throw Error(file, "client-key", "it is missing while client-certificate is there"),
            _ => Checked(file, "client-certificate", () => Pem.WithKey(certificate, key)),
        };
    }

    /// <summary>A field's text, from its data or, where there is none, from the file it names.</summary>
    private string? Text(string file, string field, string? path, string? data)
    {
        if (!string.IsNullOrEmpty(data))
        {
            return Checked(file, field + "-data", () => Encoding.UTF8.GetString(Convert.FromBase64String(data)));
        }

        return string.IsNullOrEmpty(path) ? null : Checked(file, field, () => File.ReadAllText(Beside(file, path)));
    }

    private Uri? Address(string file, string field, string? text, params ReadOnlySpan<string> schemes)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme)
            ? address
            : throw Error(file, field, $"\"{text}\" is no address of scheme {string.Join(" or ", schemes!)}");
    }

    private T Checked<T>(string file, string field, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or FormatException or ArgumentException)
        {
            throw new KubeConfigException(Error(file, field, e.Message.TrimEnd('.')).Message, e);
        }
    }

    private static string Beside(string file, string path) => Path.GetFullPath(path, Path.GetDirectoryName(file)!);

    private KubeConfigException Error(string file, string field, string wrong) => new($"{file}, context \"{_name}\", {field}: {wrong}.");

    private string Listed() => _entries.ContextNames.Count == 0 ? "; it has none" : ": " + string.Join(", ", _entries.ContextNames);
}
