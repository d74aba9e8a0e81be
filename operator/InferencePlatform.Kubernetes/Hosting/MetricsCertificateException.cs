namespace InferencePlatform.Kubernetes.Hosting;

/// <summary>The certificate, key or authorities for metrics cannot be used; the message names the file.</summary>
public sealed class MetricsCertificateException(string message, Exception inner) : Exception(message, inner);
