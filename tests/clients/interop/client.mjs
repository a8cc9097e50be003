// gRPC's interoperability cases, played by grpc-js: `node client.mjs HOST:PORT [CASE…]`. Prints a line for each case,
// "ok CASE" or "not ok CASE: REASON". Names, sizes and strings are the published ones.
import assert from "node:assert/strict";
import { once } from "node:events";
import http2 from "node:http2";
import grpc from "@grpc/grpc-js";
import { echoInitial, echoTrailing, testing, watchFlags, zeros } from "./wire.mjs";

const [address, ...wanted] = process.argv.slice(2);
const { status } = grpc;
// grpc-js has the number, and does not export it.
const noCompress = 2;
const initialValue = "test_initial_metadata_value";
const trailingValue = Buffer.from([0xab, 0xab, 0xab]);
const requestSizes = [27182, 8, 1828, 45904];
const responseSizes = [31415, 9, 2653, 58979];

// Flags of the response messages since they were last taken. grpc-js asks Node for its connections, and so do we: there
// is no public way from a call to its stream.
const responseFlags = [];
const sessions = [];
const { connect } = http2;
http2.connect = (...args) => {
  const session = connect(...args);
  sessions.push(session);
  const { request } = session;
  session.request = (...headers) => {
    const stream = request.apply(session, headers);
    watchFlags(stream, responseFlags);
    return stream;
  };
  return session;
};

const newClient = (Client, options) =>
  new Client(address, grpc.credentials.createInsecure(), { "grpc.enable_http_proxy": 0, ...options });

const large = (more) => ({ response_size: 314159, payload: zeros(271828), ...more });
const wanting = (size, payload) => ({ response_parameters: [{ size }], payload: zeros(payload) });
const isLarge = ({ payload }) => assert.ok(payload.body.equals(Buffer.alloc(314159)), "The payload is another.");

/** A unary call's answer with its metadata, or its error. */
function unary(client, method, request, { metadata = new grpc.Metadata(), ...options } = {}) {
  return new Promise((resolve, reject) => {
    let initial, trailing;
    const call = client[method](request, metadata, options, (error, response) =>
      // "status" comes after this.
      call.once("status", () => (error ? reject(error) : resolve({ response, initial, trailing }))),
    );
    call.on("metadata", (received) => (initial = received));
    call.on("status", (received) => (trailing = received.metadata));
  });
}

/** A client's stream: the call, and a promise of its answer. */
function clientStream(client, options = {}, metadata = new grpc.Metadata()) {
  let call;
  const response = new Promise((resolve, reject) => {
    call = client.StreamingInputCall(metadata, options, (error, value) => (error ? reject(error) : resolve(value)));
  });
  // Whether it fails is the case's to ask, and it may ask late.
  response.catch(() => {});
  return { call, response };
}

/** What a stream receives up to its end, with its metadata; rejects with its error. */
async function received(call, onData = () => {}) {
  const result = { sizes: [] };
  call.on("metadata", (metadata) => (result.initial = metadata));
  call.on("data", ({ payload }) => {
    result.sizes.push(payload.body.length);
    onData(result.sizes.length);
  });
  const [{ metadata, code }] = await once(call, "status");
  assert.equal(code, status.OK);
  return { ...result, trailing: metadata };
}

const fails = (code, details) => (error) => {
  assert.equal(error.code, code, `ended with ${error.code}: ${error.details ?? error.message}`);
  if (details !== undefined) assert.equal(error.details, details);
  return true;
};

/** Has each message of a call compressed or not, in turn, on a channel that compresses. */
const compressing = (...compressed) => ({
  interceptors: [
    (options, nextCall) =>
      new (class extends grpc.InterceptingCall {
        sendMessageWithContext(context, message) {
          super.sendMessageWithContext(compressed.shift() ? context : { ...context, flags: noCompress }, message);
        }
      })(nextCall(options)),
  ],
});

const gzip = { "grpc.default_compression_algorithm": grpc.compressionAlgorithms.gzip };
const expecting = (value) => ({ expect_compressed: { value } });
const echoed = () => {
  const metadata = new grpc.Metadata();
  metadata.set(echoInitial, initialValue);
  metadata.set(echoTrailing, trailingValue);
  return metadata;
};
const isEchoed = ({ initial, trailing }) => {
  assert.deepEqual(initial.get(echoInitial), [initialValue]);
  assert.deepEqual(trailing.get(echoTrailing), [trailingValue]);
};

const cases = {
  empty_unary: async (client) => {
    assert.deepEqual((await unary(client, "EmptyCall", {})).response, {});
  },

  large_unary: async (client) => {
    isLarge((await unary(client, "UnaryCall", large())).response);
  },

  client_compressed_unary: async (_, open) => {
    const client = open(testing.TestService, gzip);
    // The probe names an encoding and sends a message without it: the flag tells, not the header.
    await assert.rejects(
      unary(client, "UnaryCall", large(expecting(true)), compressing(false)),
      fails(status.INVALID_ARGUMENT),
    );
    isLarge((await unary(client, "UnaryCall", large(expecting(true)), compressing(true))).response);
    isLarge((await unary(client, "UnaryCall", large(expecting(false)), compressing(false))).response);
  },

  server_compressed_unary: async (client) => {
    for (const value of [true, false]) {
      isLarge((await unary(client, "UnaryCall", large({ response_compressed: { value } }))).response);
      assert.deepEqual(responseFlags.splice(0), [value]);
    }
  },

  client_streaming: async (client) => {
    const { call, response } = clientStream(client);
    for (const size of requestSizes) call.write({ payload: zeros(size) });
    call.end();
    assert.equal((await response).aggregated_payload_size, 74922);
  },

  client_compressed_streaming: async (_, open) => {
    const client = open(testing.TestService, gzip);
    const first = { payload: zeros(27182), ...expecting(true) };
    const probe = clientStream(client, compressing(false));
    probe.call.write(first);
    probe.call.end();
    await assert.rejects(probe.response, fails(status.INVALID_ARGUMENT));

    const { call, response } = clientStream(client, compressing(true, false));
    call.write(first);
    call.write({ payload: zeros(45904), ...expecting(false) });
    call.end();
    assert.equal((await response).aggregated_payload_size, 73086);
  },

  server_streaming: async (client) => {
    const call = client.StreamingOutputCall({ response_parameters: responseSizes.map((size) => ({ size })) });
    assert.deepEqual((await received(call)).sizes, responseSizes);
  },

  server_compressed_streaming: async (client) => {
    const call = client.StreamingOutputCall({
      response_parameters: [
        { size: 31415, compressed: { value: true } },
        { size: 92653, compressed: { value: false } },
      ],
    });
    assert.deepEqual((await received(call)).sizes, [31415, 92653]);
    assert.deepEqual(responseFlags.splice(0), [true, false]);
  },

  ping_pong: async (client) => {
    const call = client.FullDuplexCall();
    const ping = (turn) => call.write(wanting(responseSizes[turn], requestSizes[turn]));
    ping(0);
    const { sizes } = await received(call, (answers) => (answers < responseSizes.length ? ping(answers) : call.end()));
    assert.deepEqual(sizes, responseSizes);
  },

  empty_stream: async (client) => {
    const call = client.FullDuplexCall();
    call.end();
    assert.deepEqual((await received(call)).sizes, []);
  },

  custom_metadata: async (client) => {
    const answer = await unary(client, "UnaryCall", large(), { metadata: echoed() });
    isLarge(answer.response);
    isEchoed(answer);

    const call = client.FullDuplexCall(echoed());
    call.write(wanting(314159, 271828));
    call.end();
    const stream = await received(call);
    assert.deepEqual(stream.sizes, [314159]);
    isEchoed(stream);
  },

  status_code_and_message: async (client) => {
    const response_status = { code: status.UNKNOWN, message: "test status message" };
    const expected = fails(response_status.code, response_status.message);
    await assert.rejects(unary(client, "UnaryCall", { response_status }), expected);

    const call = client.FullDuplexCall();
    call.write({ response_status });
    call.end();
    await assert.rejects(received(call), expected);
  },

  special_status_message: async (client) => {
    const message = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";
    await assert.rejects(
      unary(client, "UnaryCall", { response_status: { code: status.UNKNOWN, message } }),
      fails(status.UNKNOWN, message),
    );
  },

  unimplemented_method: async (client) => {
    await assert.rejects(unary(client, "UnimplementedCall", {}), fails(status.UNIMPLEMENTED));
  },

  unimplemented_service: async (_, open) => {
    const client = open(testing.UnimplementedService);
    await assert.rejects(unary(client, "UnimplementedCall", {}), fails(status.UNIMPLEMENTED));
  },

  cancel_after_begin: async (client) => {
    const { call, response } = clientStream(client, {}, echoed());
    // The echo says that the server has our metadata. It has no payload yet.
    await once(call, "metadata");
    call.cancel();
    await assert.rejects(response, fails(status.CANCELLED));
  },

  cancel_after_first_response: async (client) => {
    const call = client.FullDuplexCall();
    call.write(wanting(31415, 27182));
    let size;
    const end = received(call, () => call.cancel());
    call.once("data", ({ payload }) => (size = payload.body.length));
    await assert.rejects(end, fails(status.CANCELLED));
    assert.equal(size, 31415);
  },

  timeout_on_sleeping_server: async (client) => {
    const call = client.FullDuplexCall({ deadline: Date.now() + 1 });
    call.write({ payload: zeros(27182) });
    await assert.rejects(received(call), fails(status.DEADLINE_EXCEEDED));
  },
};

/** Plays one case over a connection of its own. */
async function play(name) {
  const clients = [];
  const open = (Client, options) => {
    // Channels to one address share connections otherwise.
    clients.push(newClient(Client, { "grpc.use_local_subchannel_pool": 1, ...options }));
    return clients.at(-1);
  };
  responseFlags.length = 0;
  let guard;
  const hung = new Promise((_, reject) => {
    guard = setTimeout(() => reject(new Error("It did not end within 30 s.")), 30_000);
  });
  try {
    assert.ok(Object.hasOwn(cases, name), "There is no such case.");
    await Promise.race([cases[name](open(testing.TestService), open), hung]);
    console.log(`ok ${name}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`not ok ${name}: ${error.message.replaceAll(/\s+/g, " ")}`);
  } finally {
    clearTimeout(guard);
    for (const client of clients) client.close();
    // A call that hung would keep the program from ending.
    for (const session of sessions.splice(0)) session.destroy();
  }
}

for (const name of wanted.length > 0 ? wanted : Object.keys(cases)) await play(name);
