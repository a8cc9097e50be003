// gRPC-Web, by Connect's client and, in its text format that this lacks, by hand.
import { equals, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { ensure, equal } from '../checks.mjs';
import { askedOf, each, json, registry, request, rpcs, service } from '../contract.mjs';

const clientOf = ({ web }) => createClient(service, createGrpcWebTransport({ baseUrl: web }));
const all = { parent: 'articles/-', pageSize: 1000 };

export default async function grpcWeb(checks, { invented, curated, copy }) {
  for (const server of [invented, curated, copy]) {
    const client = clientOf(server);
    for (const { rpc, calls } of await askedOf(server)) {
      await checks.check(`grpc-web-as-grpc-${rpc.name}-${server.name}`, async () => {
        ensure(calls.length > 0, 'nothing was asked');
        await each(calls, async ({ given, answer }) => {
          const got = await client[rpc.localName](request(rpc, given));
          if (!equals(rpc.output, got, answer)) equal(json(rpc.output, got), json(rpc.output, answer), JSON.stringify(given));
        });
      });
    }
  }

  const client = clientOf(invented);
  const { revision } = await client.getCorpus({});

  await checks.check('grpc-web-names-the-revision', async () => {
    const headers = [];
    await client.getCorpus({}, { onHeader: (given) => headers.push(given.get('claims-revision')) });
    equal(headers, [revision]);
  });

  for (const [name, method, given, code, reason, details] of [
    [
      'bad-request', 'listClaims', { parent: 'ferry-fire', pageSize: -1 }, Code.InvalidArgument, 'INVALID_REQUEST',
      { 'google.rpc.BadRequest': ({ fieldViolations }) => equal(fieldViolations.map(({ field }) => field).sort(), ['page_size', 'parent']) },
    ],
    [
      'not-found', 'getArticle', { name: 'articles/ferry-fir' }, Code.NotFound, 'NOT_FOUND',
      { 'google.rpc.ResourceInfo': ({ resourceType, resourceName }) => equal([resourceType, resourceName], ['claims.v1.Article', 'articles/ferry-fir']) },
    ],
    [
      'withdrawn', 'getClaim', { name: 'articles/ferry-fire/claims/captain-left-first' }, Code.NotFound, 'WITHDRAWN',
      { 'google.rpc.ResourceInfo': () => {}, 'claims.v1.Withdrawal': ({ date }) => equal(date.edtf, '2019-04-20') },
    ],
    ['revision-not-held', 'getClaim', { name: 'articles/ferry-claim/claims/front-set-fire', revision: '0'.repeat(32) }, Code.FailedPrecondition, 'REVISION_NOT_HELD', {}],
  ]) {
    await checks.check(`grpc-web-error-${name}`, async () => {
      const error = await refusal(client[method](given));
      const [info] = error.findDetails(registry.getMessage('google.rpc.ErrorInfo'));
      equal([Code[error.code], info.reason, info.domain], [Code[code], reason, 'claims.v1']);
      equal(error.details.map(({ type }) => type), ['google.rpc.ErrorInfo', ...Object.keys(details)]);
      for (const [type, test] of Object.entries(details)) test(error.findDetails(registry.getMessage(type))[0]);
    });
  }

  await checks.check('grpc-web-watch-streams', async () => {
    const expected = (await client.listClaims(all)).claims;
    const end = new AbortController();
    const added = [];
    const watch = client.watchClaims({ parent: 'articles/-' }, { signal: end.signal });
    for await (const message of watch) {
      equal(message.revision, revision);
      if (message.event.case === 'checkpoint') break;
      equal(message.event.case, 'added');
      added.push(message.event.value);
    }
    end.abort();
    const claim = registry.getMessage('claims.v1.Claim');
    const byName = (claims) => claims.map((one) => json(claim, one)).sort((one, other) => (one.name < other.name ? -1 : 1));
    equal(byName(added), byName(expected));
  });

  // Base64 of the same frames; what is answered may be several pieces of it, each padded.
  await checks.check('grpc-web-text', async () => {
    for (const { rpc, calls: [{ given, answer }] } of await askedOf(invented)) {
      const { status, type, messages, trailers } = await byText(invented, rpc, request(rpc, given));
      equal([status, type.startsWith('application/grpc-web-text'), trailers['grpc-status']], [200, true, '0'], rpc.name);
      equal(messages.map((message) => json(rpc.output, fromBinary(rpc.output, message))), [json(rpc.output, answer)], rpc.name);
    }
  });

  await checks.check('grpc-web-text-error', async () => {
    const rpc = rpcs.find(({ name }) => name === 'GetArticle');
    const { status, messages, trailers } = await byText(invented, rpc, request(rpc, { name: 'articles/no-such' }));
    equal([status, messages, trailers['grpc-status']], [200, [], '5']);
    ensure(trailers['grpc-status-details-bin'], 'no details');
  });

  await checks.check('grpc-web-unknown-method', async () => {
    const answer = await fetch(`${invented.web}/claims.v1.ClaimsService/NoSuch`, {
      method: 'POST', headers: { 'content-type': 'application/grpc-web+proto' }, body: new Uint8Array(5),
    });
    await answer.arrayBuffer();
    equal([answer.status, answer.headers.get('grpc-status')], [200, '12']);
  });
}

async function refusal(call) {
  const error = await call.then(() => null, (thrown) => thrown);
  ensure(error instanceof ConnectError, `not refused: ${error}`);
  return error;
}

async function byText({ web }, rpc, message) {
  const bytes = toBinary(rpc.input, message);
  const frame = Buffer.concat([Buffer.alloc(5), bytes]);
  frame.writeUInt32BE(bytes.length, 1);
  const answer = await fetch(`${web}/${service.typeName}/${rpc.name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/grpc-web-text', accept: 'application/grpc-web-text' },
    body: frame.toString('base64'),
  });
  const pieces = (await answer.text()).match(/[^=]+=*/g) ?? [];
  const frames = Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
  const messages = [];
  const trailers = {};
  for (const header of ['grpc-status', 'grpc-status-details-bin']) {
    if (answer.headers.has(header)) trailers[header] = answer.headers.get(header);
  }
  for (let at = 0; at < frames.length;) {
    const end = at + 5 + frames.readUInt32BE(at + 1);
    const content = frames.subarray(at + 5, end);
    if (frames[at] & 0x80) {
      for (const line of content.toString().trim().split('\r\n')) {
        trailers[line.slice(0, line.indexOf(':')).toLowerCase()] = line.slice(line.indexOf(':') + 1).trim();
      }
    } else {
      messages.push(content);
    }
    at = end;
  }
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', messages, trailers };
}
