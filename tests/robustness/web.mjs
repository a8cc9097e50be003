// Attacks on the port for HTTP: files and pages that nobody reads, bodies that never end, and what is read to its end.
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const seconds = 15; // Longer than a client that takes nothing is waited for.
const largest = 256 * 1024; // Bytes of a body, at the most.
const every = '/v1/articles/-/claims';

async function ask(server, requests) {
  const [host, port] = server.webAddress.split(':');
  const sockets = [];
  for (const request of requests) {
    const socket = connect(Number(port), host);
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.pause();
    socket.write(request);
    sockets.push(socket);
  }
  return sockets;
}

const get = (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const times = (count, piece) => Array.from({ length: count }, (_, i) => piece(i));

// Asks, takes nothing for a while, and goes.
async function unread(server, requests) {
  const sockets = await ask(server, requests);
  await pause(1000 * seconds);
  for (const socket of sockets) socket.destroy();
  return `${sockets.length} answers unread for ${seconds} s`;
}

/** Pages of 1,000 claims. */
export const webPages = ({ server }) => unread(server, times(300, () => get(`${every}?pageSize=1000`)));

/** All claims, in each format; a table takes more memory than the others. */
export const webExports = ({ server }) =>
  unread(server, times(200, (i) => get(`${every}:export?format=${['jsonl', 'csv', 'parquet', 'parquet'][i % 4]}`)));

/** Watches of all claims. */
export const webWatches = ({ server }) => unread(server, times(300, () => get(`${every}:watch`)));

/** Bodies of which nothing comes, all but their last byte, or a byte now and then. */
export async function webBodies({ server }) {
  const head = `POST ${every}:list HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
  const whole = ' '.repeat(largest - 1);
  const sockets = await ask(server, [
    ...times(100, () => `${head}Content-Length: ${largest}\r\n\r\n`),
    ...times(100, () => `${head}Content-Length: ${largest}\r\n\r\n${whole}`),
    ...times(100, () => `${head}Transfer-Encoding: chunked\r\n\r\n`),
  ]);
  for (const socket of sockets) socket.resume();
  for (let i = 0; i < seconds; i++) {
    for (const socket of sockets.slice(200)) socket.write('1\r\n \r\n');
    await pause(1000);
  }
  const open = sockets.filter((socket) => !socket.destroyed && socket.writable).length;
  for (const socket of sockets) socket.destroy();
  return `300 bodies unfinished, ${open} of them waited for after ${seconds} s`;
}

/** Files that are read, many at a time, come whole. */
export async function webRead({ server }) {
  const lengths = await Promise.all(
    times(8, async (i) => {
      const format = ['jsonl', 'csv', 'parquet', 'jsonl'][i % 4];
      const answer = await fetch(`http://${server.webAddress}${every}:export?format=${format}`);
      let bytes = 0;
      for await (const piece of answer.body) bytes += piece.length;
      return `${format} ${bytes}`;
    }),
  );
  if (new Set(lengths).size !== 3) throw new Error(`files of one format differ: ${lengths.join(', ')}`);
  return `8 files of ${Math.round(lengths.reduce((sum, one) => sum + Number(one.split(' ')[1]), 0) / 2 ** 20)} MiB together`;
}
