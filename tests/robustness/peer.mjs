// A client that does not behave: calls on Node's own HTTP/2, whose windows and resets are in its hands; and frames
// written by hand, for what no library sends.
import { connect as connectHttp2, constants } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { once } from 'node:events';
import { claimsService, decodeDetail, definitions } from './contract.mjs';

export { claimsService };
export const { NGHTTP2_CANCEL: cancel, NGHTTP2_ENHANCE_YOUR_CALM: enhanceYourCalm } = constants;

const longest = 40_000; // Milliseconds that the end of a call is waited for.

/** A request of an rpc of the service, as bytes. */
export const encode = (method, request) => definitions[claimsService][method].requestSerialize(request);

/** An answer of an rpc of the service, from its bytes. */
export const decode = (method, bytes) => definitions[claimsService][method].responseDeserialize(bytes);

/** A message as gRPC frames it. */
export function framed(message, { flag = 0, length = message.length } = {}) {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(length, 1);
  return Buffer.concat([prefix, message]);
}

const sessionMemory = 512; // MB: with the 10 that Node.js keeps to, it ends calls by itself.

/** One connection. Its end ends the calls on it, and is no error of its own. */
export class Peer {
  static async connect(address, settings = {}, localAddress = undefined) {
    const peer = new Peer();
    peer.session = connectHttp2(`http://${address}`, { settings, maxSessionMemory: sessionMemory, localAddress });
    peer.session.on('error', (error) => (peer.error = error)).on('goaway', (code) => (peer.goaway = code));
    await once(peer.session, 'remoteSettings'); // Which say how many calls it may have at a time.
    return peer;
  }

  /** An HTTP/2 stream that asks for an rpc; its body is the caller's to write and end. */
  open(method, headers = {}) {
    const path = method.includes('/') ? method : `/${claimsService}/${method}`;
    const stream = this.session.request(
      {
        ':method': 'POST',
        ':path': path,
        'content-type': 'application/grpc',
        te: 'trailers',
        ...headers,
      },
      { endStream: false },
    );
    stream.on('error', () => {});
    return stream;
  }

  /** A stream with its whole request, of which nothing is read. */
  ask(method, message, headers) {
    const stream = this.open(method, headers);
    stream.end(framed(message));
    return stream;
  }

  /** A call with its whole request, and how it ended. */
  call(method, message, headers) {
    return outcome(this.ask(method, message, headers));
  }

  get isOpen() {
    return !this.session.closed && !this.session.destroyed;
  }

  /** Leaves without a word. */
  vanish() {
    this.session.destroy();
  }
}

/**
 * Reads a stream to its end: { code, message, reason, body }, with the `code` of gRPC; or { reset } with that of HTTP/2
 * where it was reset, or the connection lost, or with `never` where it does not end.
 */
export function outcome(stream, { read = true } = {}) {
  return new Promise((resolve) => {
    const body = [];
    let status = {};
    const see = (headers) =>
      (status = 'grpc-status' in headers || ':status' in headers ? { ...status, ...headers } : status);
    stream.on('response', see).on('trailers', see);
    if (read) stream.on('data', (bytes) => body.push(bytes));
    const never = setTimeout(() => {
      resolve({ reset: 'never' });
      stream.close(cancel);
    }, longest);
    stream.once('close', () => {
      clearTimeout(never);
      const code = status['grpc-status'];
      const message = decodeURIComponent(status['grpc-message'] ?? '');
      if (code === undefined) resolve({ reset: stream.rstCode });
      else {
        const reason = reasonOf(status['grpc-status-details-bin']);
        resolve({ code: Number(code), message, reason, body: Buffer.concat(body).subarray(5) });
      }
    });
  });
}

function reasonOf(details) {
  if (!details) return undefined;
  const { details: any } = decodeDetail('google.rpc.Status', Buffer.from(details, 'base64'));
  const info = any?.find(({ type_url: type }) => type.endsWith('google.rpc.ErrorInfo'));
  return info && decodeDetail('google.rpc.ErrorInfo', info.value).reason;
}

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
export const frames = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6, windowUpdate: 8, continuation: 9 };
export const flags = { endStream: 1, endHeaders: 4 };

/** A frame of HTTP/2. */
export function frame(type, flag, stream, payload = Buffer.alloc(0)) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flag;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** Headers as HPACK writes them plainly: literal, not indexed, not Huffman coded. */
export const headerBlock = (headers) =>
  Buffer.concat(Object.entries(headers).flatMap(([name, value]) => [Buffer.from([0]), literal(name), literal(value)]));

/** The frames of a whole call. */
export const callFrames = (stream, method, message) =>
  Buffer.concat([
    frame(
      frames.headers,
      flags.endHeaders,
      stream,
      headerBlock({
        ':method': 'POST',
        ':scheme': 'http',
        ':path': `/${claimsService}/${method}`,
        ':authority': 'localhost',
        'content-type': 'application/grpc',
        te: 'trailers',
      }),
    ),
    frame(frames.data, flags.endStream, stream, framed(message)),
  ]);

/** A connection for frames written by hand. What comes back is read by nobody, and not even taken off the socket. */
export async function rawConnection(address, { window = 65_535 } = {}) {
  const [host, port] = address.split(':');
  const socket = connectSocket({ host, port: Number(port) });
  socket.on('error', () => {});
  socket.pause();
  await once(socket, 'connect');
  const settings = Buffer.alloc(6);
  settings.writeUInt16BE(4, 0); // SETTINGS_INITIAL_WINDOW_SIZE
  settings.writeUInt32BE(window, 2);
  socket.write(Buffer.concat([preface, frame(frames.settings, 0, 0, settings)]));
  return socket;
}

function literal(text) {
  const bytes = Buffer.from(text);
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const length = [127];
  let rest = bytes.length - 127;
  for (; rest >= 128; rest >>= 7) length.push((rest & 127) | 128);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}
