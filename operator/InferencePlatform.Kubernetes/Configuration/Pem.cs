using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>Certificates and keys from PEM text.</summary>
internal static class Pem
{
    /// <summary>All certificates in the text.</summary>
    /// <exception cref="CryptographicException">There is none, or one is broken.</exception>
    public static X509Certificate2Collection Authorities(string text)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPem(text);
        return found.Count > 0 ? found : throw new CryptographicException("it has no certificate in PEM form");
    }

    /// <summary>The first certificate with its key, then the others of its chain.</summary>
    /// <exception cref="CryptographicException">Either is broken, or they do not belong together.</exception>
    public static X509Certificate2Collection WithKey(string certificates, string key)
    {
        var all = Authorities(certificates);
        all[0].Dispose();
        all[0] = X509Certificate2.CreateFromPem(certificates, key);
        return all;
    }
}
