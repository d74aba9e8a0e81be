// The test service of grpc/grpc, doc/interop-test-descriptions.md.
#pragma once

// Serves until the process is ended.
void Serve(int port);
