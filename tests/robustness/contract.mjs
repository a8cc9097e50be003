// The contract and grpc-js, as tests/clients has them installed.
import { createRequire } from 'node:module';

export { definitions, decodeDetail } from '../clients/javascript/definitions.mjs';

/** grpc-js: what a client that behaves is made of. */
export const grpc = createRequire(new URL('../clients/package.json', import.meta.url))('@grpc/grpc-js');

/** Where the rpcs of the service are. */
export const claimsService = 'claims.v1.ClaimsService';
