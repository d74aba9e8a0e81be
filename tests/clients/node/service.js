'use strict';

// The test service of grpc/grpc, doc/interop-test-descriptions.md. Node's server does not compress responses, nor tell
// whether a request was compressed.

const { setTimeout: delay } = require('node:timers/promises');
const grpc = require('@grpc/grpc-js');
const { TestService, zeros } = require('./testproto');

const INITIAL_KEY = 'x-grpc-test-echo-initial';
const TRAILING_KEY = 'x-grpc-test-echo-trailing-bin';

/** Sends the initial metadata back; returns the trailing metadata to end with. */
function echoMetadata(call) {
  const initial = call.metadata.get(INITIAL_KEY);
  if (initial.length > 0) {
    const headers = new grpc.Metadata();
    headers.set(INITIAL_KEY, initial[0]);
    call.sendMetadata(headers);
  }
  const trailers = new grpc.Metadata();
  for (const value of call.metadata.get(TRAILING_KEY)) {
    trailers.add(TRAILING_KEY, value);
  }
  return trailers;
}

function statusIn(request) {
  const { code, message } = request.response_status ?? {};
  return code ? { code, details: message } : null;
}

async function respond(call, request) {
  const status = statusIn(request);
  if (status) {
    call.emit('error', status);
    return;
  }
  for (const { size, interval_us: interval } of request.response_parameters) {
    if (interval > 0) {
      await delay(interval / 1000);
    }
    call.write({ payload: zeros(size) });
  }
}

function emptyCall(call, callback) {
  callback(null, {}, echoMetadata(call));
}

function unaryCall(call, callback) {
  const trailers = echoMetadata(call);
  callback(statusIn(call.request), { payload: zeros(call.request.response_size) }, trailers);
}

function streamingInputCall(call, callback) {
  const trailers = echoMetadata(call);
  let size = 0;
  call.on('data', (request) => {
    size += request.payload.body.length;
  });
  call.on('end', () => callback(null, { aggregated_payload_size: size }, trailers));
}

async function streamingOutputCall(call) {
  const trailers = echoMetadata(call);
  await respond(call, call.request);
  call.end(trailers);
}

function fullDuplexCall(call) {
  const trailers = echoMetadata(call);
  let last = Promise.resolve();
  call.on('data', (request) => {
    last = last.then(() => respond(call, request));
  });
  call.on('end', () => last.then(() => call.end(trailers)));
}

function halfDuplexCall(call) {
  const trailers = echoMetadata(call);
  const requests = [];
  call.on('data', (request) => requests.push(request));
  call.on('end', async () => {
    for (const request of requests) {
      await respond(call, request);
    }
    call.end(trailers);
  });
}

function serve(port) {
  const server = new grpc.Server();
  server.addService(TestService.service, {
    emptyCall, unaryCall, streamingInputCall, streamingOutputCall, fullDuplexCall, halfDuplexCall,
  });
  server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, bound) => {
    if (error) {
      throw error;
    }
    console.log(`listening on 127.0.0.1:${bound}`);
  });
}

module.exports = { serve };
