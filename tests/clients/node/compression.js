'use strict';

// The test cases with compressed messages. Node does not show whether a response was compressed.

const assert = require('node:assert/strict');
const grpc = require('@grpc/grpc-js');
const { failure, single, soon, stream } = require('./calls');
const { TestService, zeros } = require('./testproto');

/** A flag of messages that has no name in the public API. */
const NO_COMPRESS = 2;

const compressed = (value) => ({ value });
const none = () => new grpc.Metadata();

/** Sends each message compressed or not, as it says that it is expected. */
function asExpected(options, nextCall) {
  const call = nextCall(options);
  const send = call.sendMessageWithContext.bind(call);
  call.sendMessageWithContext = (context, message) => {
    const flags = message.expect_compressed.value ? 0 : NO_COMPRESS;
    send({ ...context, flags }, message);
  };
  return call;
}

const compressing = (address) => new TestService(address, grpc.credentials.createInsecure(), {
  'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip,
  interceptors: [asExpected],
});

const large = (fields) => ({ response_size: 314159, payload: zeros(271828), ...fields });

async function expectLarge(client, request) {
  const { response } = await single((done) => client.unaryCall(request, none(), soon(), done));
  assert.equal(response.payload.body.length, 314159);
}

function inputs(client, requests) {
  return single((done) => {
    const call = client.streamingInputCall(none(), soon(), done);
    requests.forEach(({ size, expected }) => call.write({ payload: zeros(size), expect_compressed: compressed(expected) }));
    call.end();
    return call;
  });
}

module.exports = {
  async client_compressed_unary(client, address) {
    const probe = large({ expect_compressed: compressed(true) });
    await failure(grpc.status.INVALID_ARGUMENT, single((done) => client.unaryCall(probe, none(), soon(), done)));
    const compressor = compressing(address);
    await expectLarge(compressor, probe);
    await expectLarge(compressor, large({ expect_compressed: compressed(false) }));
    compressor.close();
  },

  async client_compressed_streaming(client, address) {
    await failure(grpc.status.INVALID_ARGUMENT, inputs(client, [{ size: 27182, expected: true }]));
    const compressor = compressing(address);
    const { response } = await inputs(compressor, [{ size: 27182, expected: true }, { size: 45904, expected: false }]);
    assert.equal(response.aggregated_payload_size, 73086);
    compressor.close();
  },

  async server_compressed_unary(client) {
    await expectLarge(client, large({ response_compressed: compressed(true) }));
    await expectLarge(client, large({ response_compressed: compressed(false) }));
  },

  async server_compressed_streaming(client) {
    const parameters = [{ size: 31415, compressed: compressed(true) }, { size: 92653, compressed: compressed(false) }];
    const { responses } = await stream(client.streamingOutputCall({ response_parameters: parameters }, none(), soon()));
    assert.deepEqual(responses.map(({ payload }) => payload.body.length), [31415, 92653]);
  },
};
