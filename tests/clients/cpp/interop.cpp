// Interoperability tests of gRPC with C++'s implementation.
//
//   interop server [--port=N]
//   interop client --server_port=N --test_case=NAME[,NAME...] [--server_host=HOST]
//            [--ca_file=PEM --cert_file=PEM --key_file=PEM]
//
// With a CA's file the client calls by TLS, and shows the certificate where it has one. It prints a line for each case,
// "NAME: OK" or "NAME: what went wrong", and exits with 1 if one failed.
#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cases.h"
#include "service.h"

std::unique_ptr<grpc::ClientContext> Soon() {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    return context;
}

std::unique_ptr<grpc::testing::TestService::Stub> Stub(const Channel& channel) {
    return grpc::testing::TestService::NewStub(channel);
}

namespace {

std::string Read(const std::string& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::shared_ptr<grpc::ChannelCredentials> Credentials(std::map<std::string, std::string>& flags) {
    if (flags["ca_file"].empty()) {
        return grpc::InsecureChannelCredentials();
    }
    return grpc::SslCredentials({Read(flags["ca_file"]), Read(flags["key_file"]), Read(flags["cert_file"])});
}

bool Run(const Cases& cases, const std::string& name, const std::string& address,
         const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    const auto found = cases.find(name);
    try {
        Expect(true, found != cases.end(), "the name of the case");
        found->second(grpc::CreateChannel(address, credentials));
        std::cout << name << ": OK" << std::endl;
        return true;
    } catch (const std::runtime_error& error) {
        std::cout << name << ": " << error.what() << std::endl;
        return false;
    }
}

Cases All() {
    Cases all;
    for (const Cases& some : {UnaryCases(), StreamingCases(), EndingCases(), CompressionCases()}) {
        all.insert(some.begin(), some.end());
    }
    return all;
}

}  // namespace

int main(int argc, char** argv) {
    std::map<std::string, std::string> flags = {{"port", "0"}, {"server_host", "127.0.0.1"}};
    for (int i = 2; i < argc; i++) {
        const std::string flag = argv[i];
        const size_t equals = flag.find('=');
        if (flag.rfind("--", 0) != 0 || equals == std::string::npos) {
            std::cerr << "'" << flag << "' is not of the form --name=value" << std::endl;
            return 2;
        }
        flags[flag.substr(2, equals - 2)] = flag.substr(equals + 1);
    }
    if (argc > 1 && std::string(argv[1]) == "server") {
        Serve(std::stoi(flags["port"]));
        return 0;
    }

    const Cases cases = All();
    const auto credentials = Credentials(flags);
    bool passed = true;
    std::istringstream names(flags["test_case"]);
    for (std::string name; std::getline(names, name, ',');) {
        passed &= Run(cases, name, flags["server_host"] + ":" + flags["server_port"], credentials);
    }
    return passed ? 0 : 1;
}
