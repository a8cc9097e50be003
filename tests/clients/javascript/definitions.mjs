// The contract, health and error details, read from their .proto files at run time, with the member names of JSON.
import { loadSync } from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';

const clients = fileURLToPath(new URL('..', import.meta.url));
const protos = fileURLToPath(new URL('../../../protos', import.meta.url));

export const definitions = loadSync(
  ['claims/v1/claims_service.proto', 'claims/v1/withdrawal.proto', 'grpc/health/v1/health.proto', 'google/rpc/details.proto'],
  { includeDirs: [protos, clients], enums: String, longs: String },
);

// A detail of an error: its type, such as "google.rpc.ErrorInfo", and its message.
export function decodeDetail(type, bytes) {
  return { type, ...definitions[type].deserialize(bytes) };
}
