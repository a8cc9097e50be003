// Takes what is sent by OTLP over gRPC, PORT FILE: each request becomes a line of FILE, {signal, body, raw}, with the body as
// OpenTelemetry's own messages have it. Decoded by OpenTelemetry's JavaScript, which shares nothing with the server's.
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import grpc from '@grpc/grpc-js';

// OpenTelemetry's .proto files, compiled: the one package that npm has them in, and no way to it but by its path.
const { opentelemetry } = createRequire(import.meta.url)('@opentelemetry/otlp-transformer/build/src/generated/root.js');
const collector = opentelemetry.proto.collector;
const [port, file] = process.argv.slice(2);

const signals = {
  trace: collector.trace.v1.ExportTraceServiceRequest,
  metrics: collector.metrics.v1.ExportMetricsServiceRequest,
  logs: collector.logs.v1.ExportLogsServiceRequest,
};

const server = new grpc.Server();
for (const [signal, type] of Object.entries(signals)) {
  const name = signal[0].toUpperCase() + signal.slice(1);
  const path = `/opentelemetry.proto.collector.${signal}.v1.${name}Service/Export`;
  const definition = {
    Export: {
      path,
      requestStream: false,
      responseStream: false,
      requestDeserialize: (bytes) => bytes,
      requestSerialize: (bytes) => bytes,
      responseDeserialize: (bytes) => bytes,
      responseSerialize: (bytes) => bytes,
    },
  };
  server.addService(definition, {
    Export({ request }, answer) {
      const body = type.toObject(type.decode(request), { longs: Number, bytes: String });
      appendFileSync(file, `${JSON.stringify({ signal, body, raw: request.toString('latin1') })}\n`);
      answer(null, Buffer.alloc(0));
    },
  });
}

server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
  appendFileSync(file, '');
});
