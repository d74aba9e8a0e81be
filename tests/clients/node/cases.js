'use strict';

// The test cases of grpc/grpc, doc/interop-test-descriptions.md, at the client.

const assert = require('node:assert/strict');
const grpc = require('@grpc/grpc-js');
const { failure, single, soon, stream } = require('./calls');
const compression = require('./compression');
const { TestService, UnimplementedService, zeros } = require('./testproto');

const REQUEST_SIZES = [27182, 8, 1828, 45904];
const RESPONSE_SIZES = [31415, 9, 2653, 58979];
const SPECIAL_MESSAGE = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
const LARGE = { response_size: 314159, payload: zeros(271828) };

const none = () => new grpc.Metadata();

const output = (requestSize, ...responseSizes) => ({
  payload: zeros(requestSize),
  response_parameters: responseSizes.map((size) => ({ size })),
});

const sizes = ({ responses }) => responses.map(({ payload }) => payload.body.length);

const unary = (client, request, metadata = none()) =>
  single((done) => client.unaryCall(request, metadata, soon(), done));

const cases = {
  async empty_unary(client) {
    const { response } = await single((done) => client.emptyCall({}, none(), soon(), done));
    assert.deepEqual(response, {});
  },

  async large_unary(client) {
    const { response } = await unary(client, LARGE);
    assert.deepEqual(response.payload.body, zeros(314159).body);
  },

  async client_streaming(client) {
    const { response } = await single((done) => {
      const call = client.streamingInputCall(none(), soon(), done);
      REQUEST_SIZES.forEach((size) => call.write({ payload: zeros(size) }));
      call.end();
      return call;
    });
    assert.equal(response.aggregated_payload_size, 74922);
  },

  async server_streaming(client) {
    const call = client.streamingOutputCall(output(0, ...RESPONSE_SIZES), none(), soon());
    assert.deepEqual(sizes(await stream(call)), RESPONSE_SIZES);
  },

  async ping_pong(client) {
    const call = client.fullDuplexCall(none(), soon());
    const send = (i) => (i < REQUEST_SIZES.length ? call.write(output(REQUEST_SIZES[i], RESPONSE_SIZES[i])) : call.end());
    send(0);
    assert.deepEqual(sizes(await stream(call, (_, count) => send(count))), RESPONSE_SIZES);
  },

  async half_duplex(client) {
    const call = client.halfDuplexCall(none(), soon());
    REQUEST_SIZES.forEach((size, i) => call.write(output(size, RESPONSE_SIZES[i])));
    call.end();
    assert.deepEqual(sizes(await stream(call)), RESPONSE_SIZES);
  },

  async empty_stream(client) {
    const call = client.fullDuplexCall(none(), soon());
    call.end();
    assert.deepEqual(sizes(await stream(call)), []);
  },

  async custom_metadata(client) {
    const metadata = none();
    metadata.set('x-grpc-test-echo-initial', 'test_initial_metadata_value');
    metadata.set('x-grpc-test-echo-trailing-bin', Buffer.from('ababab', 'hex'));
    const check = ({ headers, trailers }) => {
      assert.deepEqual(headers.get('x-grpc-test-echo-initial'), ['test_initial_metadata_value']);
      assert.deepEqual(trailers.get('x-grpc-test-echo-trailing-bin'), [Buffer.from('ababab', 'hex')]);
    };

    check(await unary(client, LARGE, metadata));
    const call = client.fullDuplexCall(metadata, soon());
    call.write(output(271828, 314159));
    call.end();
    check(await stream(call));
  },

  async status_code_and_message(client) {
    const request = { response_status: { code: 2, message: 'test status message' } };
    const first = await failure(grpc.status.UNKNOWN, unary(client, request));
    const call = client.fullDuplexCall(none(), soon());
    call.write(request);
    call.end();
    const second = await failure(grpc.status.UNKNOWN, stream(call));
    assert.deepEqual([first.details, second.details], Array(2).fill(request.response_status.message));
  },

  async special_status_message(client) {
    const request = { response_status: { code: 2, message: SPECIAL_MESSAGE } };
    assert.equal((await failure(grpc.status.UNKNOWN, unary(client, request))).details, SPECIAL_MESSAGE);
  },

  unimplemented_method: (client) =>
    failure(grpc.status.UNIMPLEMENTED, single((done) => client.unimplementedCall({}, none(), soon(), done))),

  async unimplemented_service(_, address, credentials) {
    const other = new UnimplementedService(address, credentials);
    await failure(grpc.status.UNIMPLEMENTED, single((done) => other.unimplementedCall({}, none(), soon(), done)));
    other.close();
  },

  cancel_after_begin: (client) => failure(grpc.status.CANCELLED, single((done) => {
    const call = client.streamingInputCall(none(), soon(), done);
    call.cancel();
    return call;
  })),

  async cancel_after_first_response(client) {
    const call = client.fullDuplexCall(none(), soon());
    call.write(output(27182, 31415));
    await failure(grpc.status.CANCELLED, stream(call, () => call.cancel()));
  },

  async timeout_on_sleeping_server(client) {
    const call = client.fullDuplexCall(none(), { deadline: Date.now() + 1 });
    call.write(output(27182));
    await failure(grpc.status.DEADLINE_EXCEEDED, stream(call));
  },

  ...compression,
};

/** Runs one case; true where it passed. */
async function run(name, address, credentials) {
  const client = new TestService(address, credentials);
  try {
    await cases[name](client, address, credentials);
    console.log(`${name}: OK`);
    return true;
  } catch (error) {
    console.log(`${name}: ${error.message}`.replaceAll('\n', ' '));
    return false;
  } finally {
    client.close();
  }
}

module.exports = { run };
