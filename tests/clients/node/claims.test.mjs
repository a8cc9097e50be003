// The cases from Node, over @grpc/grpc-js. Asks the server at the address given, HOST:PORT.
import grpc from '@grpc/grpc-js';
import * as cases from '../javascript/cases.mjs';
import { Client } from '../javascript/client.mjs';
import { decodeDetail, definitions } from '../javascript/definitions.mjs';
import { equal, runAll } from '../javascript/runner.mjs';

const seconds = 10;
const packages = grpc.loadPackageDefinition(definitions);
const services = {
  'claims.v1.ClaimsService': packages.claims.v1.ClaimsService,
  'grpc.health.v1.Health': packages.grpc.health.v1.Health,
};
const [address] = process.argv.slice(2);

function call(service, method, request) {
  const stub = new services[service](address, grpc.credentials.createInsecure());
  return new Promise((resolve, reject) => {
    const initial = [];
    stub[method](request, { deadline: Date.now() + seconds * 1000 }, (error, answer) => {
      stub.close();
      if (!error) return resolve({ answer, revisions: initial });
      try {
        // An answer of trailers alone has no initial metadata: what stands in its headers is the error's.
        const revisions = [...initial, ...error.metadata.get('claims-revision')];
        resolve({ code: grpc.status[error.code], message: error.details, details: detailsOf(error), revisions });
      } catch (problem) {
        reject(problem);
      }
    }).on('metadata', (metadata) => initial.push(...metadata.get('claims-revision')));
  });
}

function stream(service, method, request, isLast) {
  const stub = new services[service](address, grpc.credentials.createInsecure());
  return new Promise((resolve, reject) => {
    const [answers, revisions] = [[], []];
    const call = stub[method](request, { deadline: Date.now() + seconds * 1000 });
    call.on('metadata', (metadata) => revisions.push(...metadata.get('claims-revision')));
    call.on('data', (answer) => {
      answers.push(answer);
      if (isLast(answer)) call.cancel();
    });
    call.on('error', (error) => {
      stub.close();
      if (error.code === grpc.status.CANCELLED) resolve({ answers, revisions });
      else reject(error);
    });
    call.on('end', () => reject(new Error('the stream ended by itself')));
  });
}

function detailsOf(error) {
  const encoded = error.metadata.get('grpc-status-details-bin');
  if (encoded.length === 0) return [];
  equal(encoded.length, 1);
  const status = definitions['google.rpc.Status'].deserialize(encoded[0]);
  equal([status.code, status.message], [error.code, error.details]);
  return status.details.map((detail) => decodeDetail(detail.type_url.split('/').at(-1), detail.value));
}

await runAll(cases.all, new Client({
  call,
  stream,
  fieldMask: (...paths) => ({ paths }),
  timestamp: (text) => ({ seconds: String(Date.parse(text) / 1000) }),
}));
