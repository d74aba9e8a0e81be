'use strict';

// Interoperability tests of gRPC with Node's implementation.
//
//   interop.js server [--port=N]
//   interop.js client --server_port=N --test_case=NAME[,NAME...] [--server_host=HOST] [--use_tls=false]
//
// The client prints a line for each case, "NAME: OK" or "NAME: what went wrong", and exits with 1 if one failed.

const { parseArgs } = require('node:util');

const { positionals: [role], values } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' },
    server_host: { type: 'string', default: '127.0.0.1' },
    server_port: { type: 'string' },
    test_case: { type: 'string' },
    use_tls: { type: 'string' },
  },
});

async function runAll() {
  const { run } = require('./cases');
  for (const name of values.test_case.split(',')) {
    if (!await run(name, `${values.server_host}:${values.server_port}`)) {
      process.exitCode = 1;
    }
  }
}

if (role === 'server') {
  require('./service').serve(values.port);
} else {
  runAll();
}
