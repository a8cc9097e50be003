// gRPC's interoperability server on grpc-js. Prints its port, and lives as long as its standard input.
import { gzipSync } from "node:zlib";
import grpc from "@grpc/grpc-js";
import { echoInitial, echoTrailing, testing, watchFlags, zeros } from "./wire.mjs";

// The compressed flags of each call's messages, those that came and those to be sent, by the metadata the call came with:
// interceptor and handler are given the same object, and share nothing else.
const requestFlags = new WeakMap();
const answerFlags = new WeakMap();

// A server of grpc-js reads compressed messages and sends none. This teaches it: what it hands to HTTP/2, a message at a
// time with its prefix, is compressed where the call's flags say so.
function compressAnswers(stream, flags) {
  const { respond, write } = stream;
  stream.respond = function (headers, ...rest) {
    return respond.call(this, { ...headers, "grpc-encoding": "gzip" }, ...rest);
  };
  stream.write = function (message, ...rest) {
    if (!flags.shift()) return write.call(this, message, ...rest);
    const body = gzipSync(message.subarray(5));
    const prefix = Buffer.from([1, 0, 0, 0, 0]);
    prefix.writeUInt32BE(body.length, 1);
    return write.call(this, Buffer.concat([prefix, body]), ...rest);
  };
}

function watchCompression(method, call) {
  const flags = [];
  const answers = [];
  // The HTTP/2 stream is private to TypeScript; grpc-js has no public way to a message's flag.
  watchFlags(call.stream, flags);
  compressAnswers(call.stream, answers);
  return new grpc.ServerInterceptingCall(call, {
    start: (next) =>
      next({
        onReceiveMetadata: (metadata, nextMetadata) => {
          requestFlags.set(metadata, flags);
          answerFlags.set(metadata, answers);
          nextMetadata(metadata);
        },
      }),
  });
}

function echoMetadata(call) {
  const initial = call.metadata.get(echoInitial);
  if (initial.length > 0) {
    const headers = new grpc.Metadata();
    headers.set(echoInitial, initial[0]);
    call.sendMetadata(headers);
  }
  const trailers = new grpc.Metadata();
  for (const value of call.metadata.get(echoTrailing)) trailers.add(echoTrailing, value);
  return trailers;
}

const echoedStatus = (request) =>
  request.response_status && { code: request.response_status.code, details: request.response_status.message };

/** The error of a message that came otherwise than it says it does, or nothing. Called once for each message. */
function wrongCompression(call, request) {
  const compressed = requestFlags.get(call.metadata).shift();
  if (!request.expect_compressed || request.expect_compressed.value === compressed) return null;
  const how = compressed ? "compressed" : "uncompressed";
  return { code: grpc.status.INVALID_ARGUMENT, details: `The message came ${how}.` };
}

const answer = (call, request) => {
  for (const { size, compressed } of request.response_parameters) {
    answerFlags.get(call.metadata).push(compressed?.value ?? false);
    call.write({ payload: zeros(size) });
  }
};

const implementation = {
  EmptyCall: (call, done) => done(null, {}),

  UnaryCall: (call, done) => {
    const trailers = echoMetadata(call);
    const error = echoedStatus(call.request) ?? wrongCompression(call, call.request);
    if (error) return done(error);
    answerFlags.get(call.metadata).push(call.request.response_compressed?.value ?? false);
    done(null, { payload: zeros(call.request.response_size) }, trailers);
  },

  StreamingOutputCall: (call) => {
    const trailers = echoMetadata(call);
    const error = echoedStatus(call.request);
    if (error) return call.emit("error", error);
    answer(call, call.request);
    call.end(trailers);
  },

  StreamingInputCall: (call, done) => {
    const trailers = echoMetadata(call);
    let size = 0;
    let failed = false;
    call.on("data", (request) => {
      if (failed) return;
      size += request.payload.body.length;
      const error = wrongCompression(call, request);
      failed = error !== null;
      if (failed) done(error);
    });
    call.on("end", () => {
      if (!failed) done(null, { aggregated_payload_size: size }, trailers);
    });
  },

  FullDuplexCall: (call) => {
    const trailers = echoMetadata(call);
    call.on("data", (request) => {
      const error = echoedStatus(request);
      if (error) call.emit("error", error);
      else answer(call, request);
    });
    call.on("end", () => call.end(trailers));
  },
};

const server = new grpc.Server({ interceptors: [watchCompression] });
server.addService(testing.TestService.service, implementation);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
process.stdin.resume().on("end", () => process.exit());
