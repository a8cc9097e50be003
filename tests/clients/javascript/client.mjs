// Calls a server, and checks what must hold for every answer and every error, however the call is made.
import { equal } from './runner.mjs';

const claimsService = 'claims.v1.ClaimsService';
const healthService = 'grpc.health.v1.Health';

export class Client {
  // Makes one call: (service, method, request) to { answer } or { code, details }, and the `revisions` in its metadata.
  #call;

  // Makes a call that answers a stream, and cancels it after the first message for which `isLast` holds:
  // (service, method, request, isLast) to { answers, revisions }.
  #stream;

  // The server's, which must not change.
  revision;

  // Of a field mask, from its paths in the contract's names; and of a moment, from ISO 8601: what a request takes.
  fieldMask;
  timestamp;

  constructor({ call, stream, fieldMask, timestamp }) {
    this.#call = call;
    this.#stream = stream;
    this.fieldMask = fieldMask;
    this.timestamp = timestamp;
  }

  // The answer to a call that must succeed.
  claims(method, request) {
    return this.#answer(claimsService, method, request);
  }

  // The messages of a watch up to its first checkpoint.
  async watch(request) {
    const isLast = ({ checkpoint }) => checkpoint !== undefined;
    const { answers, revisions } = await this.#stream(claimsService, 'WatchClaims', request, isLast);
    this.#check(revisions);
    return answers;
  }

  health(method, request) {
    return this.#answer(healthService, method, request);
  }

  // The details of a call that must fail with a code; but for the ErrorInfo, which must come first and give the reason.
  async claimsRefusal(method, request, code, reason) {
    const [info, ...others] = await this.#refusal(claimsService, method, request, code);
    equal([info?.type, info?.reason, info?.domain], ['google.rpc.ErrorInfo', reason, 'claims.v1']);
    return others;
  }

  healthRefusal(method, request, code) {
    return this.#refusal(healthService, method, request, code);
  }

  async #answer(service, method, request) {
    const { answer, code, message, revisions } = await this.#call(service, method, request);
    if (code) throw new Error(`expected an answer, got ${code}: ${message}`);
    this.#check(revisions);
    return answer;
  }

  async #refusal(service, method, request, expected) {
    const { answer, code, details, revisions } = await this.#call(service, method, request);
    equal([answer, code], [undefined, expected]);
    this.#check(revisions);
    return details;
  }

  #check(revisions) {
    if (revisions.length !== 1) throw new Error(`expected one claims-revision in the metadata, got [${revisions}]`);
    this.revision ??= revisions[0];
    equal(revisions[0], this.revision);
  }
}
