// Attacks by calls that are only there: begun, and never finished.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { claimsService, flags, frame, framed, frames, headerBlock, rawConnection } from './peer.mjs';

const streams = 100; // On each connection: what clients take for granted.
const seconds = 6;
const frameSize = 16_384; // Bytes, at the most.
const none = Buffer.alloc(0);
const largest = 256 * 1024; // Bytes of a request, at the most.

const getClaim = `/${claimsService}/GetClaim`;

// Calls on so many connections, each with a body and never more than that: as many on each as the server allows, or a
// hundred whatever it says.
async function held(server, connections, path, { body = none, ends = false, headers = {}, asTold = false } = {}) {
  const block = headerBlock({
    ':method': 'POST',
    ':scheme': 'http',
    ':path': path,
    ':authority': 'localhost',
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
  const call = (n) => [
    frame(frames.headers, flags.endHeaders, n, block),
    ...Array.from({ length: Math.ceil(body.length / frameSize) }, (_, i) =>
      frame(frames.data, 0, n, body.subarray(i * frameSize, (i + 1) * frameSize)),
    ),
    ...(ends ? [frame(frames.data, flags.endStream, n)] : []),
  ];
  const calls = Array.from({ length: streams }, (_, i) => Buffer.concat(call(2 * i + 1)));
  const sockets = [];
  let begun = 0;
  for (let i = 0; i < connections; i++) {
    const socket = await rawConnection(server.address);
    const most = asTold ? await allowed(socket) : streams;
    socket.resume(); // Windows are taken, and not heeded.
    socket.write(Buffer.concat(calls.slice(0, most)));
    begun += most;
    sockets.push(socket);
  }
  await pause(1000 * seconds);
  const open = sockets.filter((socket) => !socket.destroyed && socket.writable).length;
  for (const socket of sockets) socket.destroy();
  return `${begun} calls on ${connections} connections, ${open} of them open after ${seconds} s`;
}

// How many calls the server allows, as its first frame says.
async function allowed(socket) {
  const [settings] = await once(socket.resume(), 'data');
  const maxConcurrentStreams = 3;
  for (let at = 9; at < 9 + settings.readUIntBE(0, 3); at += 6) {
    if (settings.readUInt16BE(at) === maxConcurrentStreams) return settings.readUInt32BE(at + 2);
  }
  throw new Error('any number of calls is allowed');
}

/** Calls that only begin: without a request, of no method that there is, watching health, reflecting. */
export async function callsBegun({ server }) {
  const told = [];
  for (const asTold of [false, true]) {
    told.push(
      ...(await Promise.all([
        held(server, 100, getClaim, { asTold }),
        held(server, 100, '/a.B/C', { asTold }),
        held(server, 100, '/grpc.health.v1.Health/Watch', { body: framed(none), ends: true, asTold }),
        held(server, 80, '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo', { asTold }),
      ])),
    );
  }
  return told.join(', ');
}

/** Calls with as much in their headers as may be, half of them watching health. */
export async function callsWithHeaders({ server }) {
  const most = { headers: { cookie: 'c'.repeat(7000) }, asTold: true };
  const told = await Promise.all([
    held(server, 190, getClaim, most),
    held(server, 190, '/grpc.health.v1.Health/Watch', { ...most, body: framed(none), ends: true }),
  ]);
  return told.join(', ');
}

/** Requests of which a window's worth is sent. */
export const callsUnread = ({ server }) =>
  held(server, 60, `/${claimsService}/ListClaims`, { body: framed(Buffer.alloc(60_000), { length: largest }) });
