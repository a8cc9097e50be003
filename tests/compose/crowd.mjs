// Opens COUNT connections to HOST, port 8080, that say nothing but hello, all at once; and once each was taken or closed,
// prints how many were taken. Usage: node crowd.mjs HOST COUNT
import { once } from 'node:events';
import { connect } from 'node:net';

const hello = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1');
const [host, count] = process.argv.slice(2);

let taken = 0;
await Promise.all(Array.from({ length: Number(count) }, async () => {
  const connection = connect(8080, host).on('error', () => {});
  connection.write(hello);
  // Its settings, which a server that takes the connection sends first.
  connection.once('data', () => taken++);
  await Promise.race([once(connection, 'data'), once(connection, 'close')]).catch(() => {});
}));
console.log(`connections taken: ${taken} of ${count}`);
process.exit();
