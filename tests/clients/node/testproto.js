'use strict';

// The services and messages of test.proto.

const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync('grpc/testing/test.proto', {
  includeDirs: [path.resolve(__dirname, '../../../protos')],
  keepCase: true,
  defaults: true,
});
const { TestService, UnimplementedService } = grpc.loadPackageDefinition(definition).grpc.testing;

const zeros = (size) => ({ body: Buffer.alloc(size) });

module.exports = { TestService, UnimplementedService, zeros };
