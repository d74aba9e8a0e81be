'use strict';

// Interoperability tests of gRPC with Node's implementation.
//
//   interop.js server [--port=N]
//   interop.js client --server_port=N --test_case=NAME[,NAME...] [--server_host=HOST]
//            [--ca_file=PEM --cert_file=PEM --key_file=PEM]
//
// With a CA's file the client calls by TLS, and shows the certificate where it has one. It prints a line for each case,
// "NAME: OK" or "NAME: what went wrong", and exits with 1 if one failed.

const { readFileSync } = require('node:fs');
const { parseArgs } = require('node:util');

const { positionals: [role], values } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' },
    server_host: { type: 'string', default: '127.0.0.1' },
    server_port: { type: 'string' },
    test_case: { type: 'string' },
    ca_file: { type: 'string' },
    cert_file: { type: 'string' },
    key_file: { type: 'string' },
  },
});

function createCredentials() {
  const { credentials } = require('@grpc/grpc-js');
  const [ca, key, certificate] = [values.ca_file, values.key_file, values.cert_file].map((file) => (file ? readFileSync(file) : null));
  return ca ? credentials.createSsl(ca, key, certificate) : credentials.createInsecure();
}

async function runAll() {
  const { run } = require('./cases');
  const credentials = createCredentials();
  for (const name of values.test_case.split(',')) {
    if (!await run(name, `${values.server_host}:${values.server_port}`, credentials)) {
      process.exitCode = 1;
    }
  }
}

if (role === 'server') {
  require('./service').serve(values.port);
} else {
  runAll();
}
