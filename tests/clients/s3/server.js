'use strict';

// An S3-compatible store over an empty folder, with one bucket. Its credentials are S3RVER and S3RVER.
//   node server.js <folder>
const S3rver = require('s3rver');

const store = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory: process.argv[2],
  configureBuckets: [{ name: 'models' }],
});
store.run().then(({ address, port }) => console.log(`listening on http://${address}:${port}`));
