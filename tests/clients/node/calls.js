'use strict';

// Calls of grpc-js as promises.

const assert = require('node:assert/strict');

/** Nothing here takes long: a call that does hangs, and is reported as late. In milliseconds. */
const LATE = 20000;

const soon = () => ({ deadline: Date.now() + LATE });

/** The outcome of a call with one response: response, headers and trailers. */
function single(start) {
  return new Promise((resolve, reject) => {
    let response;
    let headers;
    const call = start((error, value) => {
      if (error) {
        reject(error);
      }
      response = value;
    });
    call.on('metadata', (metadata) => { headers = metadata; });
    call.on('status', ({ metadata }) => resolve({ response, headers, trailers: metadata }));
  });
}

/** The outcome of a call with a stream of responses: responses, headers and trailers. */
function stream(call, onResponse = () => {}) {
  return new Promise((resolve, reject) => {
    const responses = [];
    let headers;
    call.on('data', (response) => {
      responses.push(response);
      onResponse(response, responses.length);
    });
    call.on('metadata', (metadata) => { headers = metadata; });
    call.on('error', reject);
    call.on('status', ({ code, metadata }) => code === 0 && resolve({ responses, headers, trailers: metadata }));
  });
}

/** The error of a call that must fail with this code. */
async function failure(code, outcome) {
  const error = await outcome.then(() => null, (e) => e);
  assert.ok(error, `the call ended OK and should have ended with ${code}`);
  assert.equal(error.code, code, `the status (${error.details})`);
  return error;
}

module.exports = { failure, single, soon, stream };
