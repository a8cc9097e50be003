// Calls the service on 127.0.0.1, at CLAIMS_PORT, and prints what it answers: `list` the claims, or `watch` the health until the
// server ends the stream. With Node.js alone, so that the proof installs nothing: gRPC is HTTP/2 with five bytes before
// each message, and the few fields that are looked at are read off the wire.
import http2 from 'node:http2';

const serving = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];
const calls = {
  list: {
    path: '/claims.v1.ClaimsService/ListClaims',
    request: text(1, 'articles/-'),
    deadline: '5S',
    print(message) {
      const fields = [...read(message)];
      const claims = fields.filter(([number]) => number === 1).length;
      const revision = fields.find(([number]) => number === 4)?.[1];
      if (claims === 0) throw new Error('no claims came back');
      console.log(`claims: ${claims}, revision: ${revision}`);
    },
  },
  watch: {
    path: '/grpc.health.v1.Health/Watch',
    request: Buffer.alloc(0),
    deadline: '60S',
    print(message) {
      console.log(serving[[...read(message)].find(([number]) => number === 1)?.[1] ?? 0]);
    },
  },
};

function text(number, value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}

function* read(message) {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    if ((tag & 7) === 0) yield [tag >> 3, varint()];
    else if ((tag & 7) === 2) {
      const length = varint();
      yield [tag >> 3, message.subarray(at, (at += length))];
    } else throw new Error(`field ${tag >> 3} has wire type ${tag & 7}, which no field looked at has`);
  }
}

function fail(reason) {
  console.error(String(reason));
  process.exit(1);
}

const call = calls[process.argv[2]];
if (!call) fail(`usage: node call.mjs ${Object.keys(calls).join('|')}`);

const frame = Buffer.alloc(5);
frame.writeUInt32BE(call.request.length, 1);
const connection = http2.connect(`http://127.0.0.1:${process.env.CLAIMS_PORT}`);
connection.on('error', fail);
const stream = connection.request({
  ':method': 'POST',
  ':path': call.path,
  'content-type': 'application/grpc',
  'grpc-timeout': call.deadline,
  te: 'trailers',
});
let received = Buffer.alloc(0);
let end = {};
stream.on('error', fail);
stream.on('response', (headers) => (end = headers));
stream.on('trailers', (trailers) => (end = trailers));
stream.on('data', (chunk) => {
  received = Buffer.concat([received, chunk]);
  while (received.length >= 5 && received.length >= 5 + received.readUInt32BE(1)) {
    const next = 5 + received.readUInt32BE(1);
    call.print(received.subarray(5, next));
    received = received.subarray(next);
  }
});
stream.on('close', () => {
  connection.close();
  if (end['grpc-status'] !== '0') fail(`grpc-status ${end['grpc-status']}: ${end['grpc-message']}`);
  console.log('grpc-status 0');
});
stream.end(Buffer.concat([frame, call.request]));
