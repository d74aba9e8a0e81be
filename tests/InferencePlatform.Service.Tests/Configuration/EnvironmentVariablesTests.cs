using System.Collections;
using InferencePlatform.Service.Configuration;

namespace InferencePlatform.Service.Tests.Configuration;

public sealed class EnvironmentVariablesTests
{
    [Fact]
    public void A_variable_that_is_no_setting_is_a_problem()
    {
        var given = EnvironmentVariables.Read(Settings.Table, new Hashtable { ["INFERENCE_GRPC_PROT"] = "1", ["PATH"] = "/bin" });

        Assert.Equal(["There is no setting for the environment variable INFERENCE_GRPC_PROT; did you mean INFERENCE_GRPC_PORT?"], given.Problems);
    }

    [Theory]
    [InlineData("INFERENCE_GRPC_PORT", "tcp://10.0.0.1:50051")]
    [InlineData("INFERENCE_SERVER_SERVICE_HOST", "10.0.0.1")]
    [InlineData("INFERENCE_SERVER_SERVICE_PORT", "50051")]
    [InlineData("INFERENCE_SERVER_SERVICE_PORT_GRPC", "50051")]
    [InlineData("INFERENCE_SERVER_PORT_50051_TCP", "tcp://10.0.0.1:50051")]
    [InlineData("INFERENCE_SERVER_PORT_50051_TCP_ADDR", "10.0.0.1")]
    public void What_Kubernetes_tells_of_services_is_no_setting(string name, string value)
    {
        var given = EnvironmentVariables.Read(Settings.Table, new Hashtable { [name] = value });

        Assert.Empty(given.Values);
        Assert.Empty(given.Problems);
    }

    [Fact]
    public void The_variable_that_names_the_file_is_no_setting()
    {
        var given = EnvironmentVariables.Read(Settings.Table, new Hashtable { ["INFERENCE_CONFIG"] = "server.yaml" });

        Assert.Empty(given.Values);
        Assert.Empty(given.Problems);
    }
}
