// What client and server share: the contract, and a look at the wire.
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const protos = fileURLToPath(new URL("../../Claims.Tests/Interop/protos", import.meta.url));

/** The package grpc.testing, from the same files that the .NET side compiles. */
export const testing = grpc.loadPackageDefinition(
  loadSync("grpc/testing/test.proto", { includeDirs: [protos], keepCase: true, defaults: true, enums: String }),
).grpc.testing;

export const echoInitial = "x-grpc-test-echo-initial";
export const echoTrailing = "x-grpc-test-echo-trailing-bin";

export const zeros = (size) => ({ body: Buffer.alloc(size) });

/**
 * The compressed flag of each message that comes in on an HTTP/2 stream, oldest first, into the array given. grpc-js
 * decompresses without a word, so the cases about compression look at the wire: every message there is a flag, a length
 * of four bytes, and that many more.
 */
export function watchFlags(stream, flags) {
  const prefix = [];
  let bodyLeft = 0;
  const see = (bytes) => {
    for (let at = 0; at < bytes.length; ) {
      if (bodyLeft > 0) {
        const body = Math.min(bodyLeft, bytes.length - at);
        bodyLeft -= body;
        at += body;
        continue;
      }
      prefix.push(bytes[at++]);
      if (prefix.length < 5) continue;
      bodyLeft = Buffer.from(prefix).readUInt32BE(1);
      flags.push(prefix[0] === 1);
      prefix.length = 0;
    }
  };
  // Not a listener: one for "data" would set the stream flowing before grpc-js is there to read.
  const emit = stream.emit;
  stream.emit = function (event, ...args) {
    if (event === "data") see(args[0]);
    return emit.call(this, event, ...args);
  };
}
