// The test cases of grpc/grpc, doc/interop-test-descriptions.md, at the client.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "support.h"

using Channel = std::shared_ptr<grpc::Channel>;
using Cases = std::map<std::string, std::function<void(const Channel&)>>;

// A context of a call that is given up as late after 20 s: nothing here takes long.
std::unique_ptr<grpc::ClientContext> Soon();

std::unique_ptr<grpc::testing::TestService::Stub> Stub(const Channel& channel);

Cases UnaryCases();
Cases StreamingCases();
Cases EndingCases();
Cases CompressionCases();
