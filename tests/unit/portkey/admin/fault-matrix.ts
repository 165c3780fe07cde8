import type { FailureCode } from '../../../../shared/domain/failure-codes.ts';
import {
  adminError,
  type Answer,
  gatewayError,
  graph,
  inlineError,
  KEY,
  says,
  typedError,
} from './admin-bench.ts';

/** A way in which asking for a cost series goes wrong. */
export interface Fault {
  readonly name: string;
  readonly answer: Answer;
  readonly code: FailureCode;
  /** What the sentence must say. */
  readonly says: RegExp;
  /** Requests made, retries and all. */
  readonly requests: number;
  readonly fetch?: typeof fetch;
}

export const HTML = '<!doctype html><html><h1>Bad gateway</h1></html>';

const SENTENCE = /^.+\.$/s;

type Row = [name: string, answer: Answer, code: FailureCode, says?: RegExp, requests?: number];

const unauthorized = 'portkey.unauthorized';
const forbidden = 'portkey.forbidden';
const exhausted = 'portkey.budget_exhausted';
const limited = 'portkey.rate_limited';
const unexpected = 'portkey.unexpected';
const unreachable = 'network.unreachable';

const answers: readonly Row[] = [
  ['401 01', says(401, gatewayError('01', 'expired')), unauthorized, /expired/],
  ['401 03', says(401, gatewayError('03', 'Invalid')), unauthorized, /does not know this key/],
  ['401 033', says(401, gatewayError('033', 'cannot')), unexpected, /could not check the key/],
  ['401 AB05', says(401, adminError('AB05')), forbidden, /lacks the permission .*401 AB05/],
  ['401 without an envelope', says(401, 'Unauthorized'), forbidden, /lacks the permission/],
  [
    '403 AB03',
    says(403, adminError('AB03')),
    'portkey.plan',
    /^Your plan or key does not allow analytics \(403 AB03\)\.$/,
  ],
  ['403 033', says(403, gatewayError('033', 'Forbidden!')), forbidden, /hosted gateway/],
  ['403 of a firewall', says(403, 'error code: 1010'), unexpected, /between here and Portkey/],
  ['403 with an unknown code', says(403, adminError('AB77')), forbidden],
  ['402 AB09', says(402, adminError('AB09')), exhausted, /subscription/],
  ['400 AB01', says(400, adminError('AB01', 'bad window')), 'request.invalid', /bad window/],
  ['404 AB02', says(404, adminError('AB02')), 'portkey.missing', /404 AB02/],
  ['404 AB08', says(404, adminError('AB08')), 'portkey.missing', /404 AB08/],
  ['409 AB07', says(409, adminError('AB07')), unexpected, /409/],
  ['412 04 of a key', says(412, gatewayError('04', 'Usage Limit Exceeded')), exhausted, /412 04/],
  ['412 04 of a provider', says(412, typedError('virtual_key_exhaust_error', '04')), exhausted],
  ['412 06', says(412, typedError('usage_limits_policy', '06')), exhausted, /policy/],
  ['412 for a model', says(412, inlineError('x', 'Model m is not allowed')), forbidden, /Model m/],
  ['429 AB06', says(429, adminError('AB06')), limited],
  ['429 05', says(429, gatewayError('05', 'apikey rate limit exceded')), limited],
  ['408', says(408, ''), unexpected, /408/],
  ['446', says(446, typedError('guardrail', 'x', 'denied')), unexpected, /446/],
  ['500 AB04', says(500, adminError('AB04', 'boom')), unexpected, /fault .*\(500\): boom/, 3],
  ['502 with HTML', says(502, HTML), unexpected, /502/, 3],
  ['503 without a body', says(503, ''), unexpected, /503/, 3],
  ['501', says(501, ''), unexpected, /501/],
  ['200 with HTML', says(200, HTML), unexpected, /not JSON/],
  ['200 with cut-off JSON', says(200, '{"summary":{"total":12'), unexpected, /not JSON/],
  ['200 with a bare NaN', says(200, '{"summary":{"total":NaN}}'), unexpected, /not JSON/],
  ['200 without a byte', says(200, ''), unexpected, /empty/],
  ['204', says(204, ''), unexpected, /empty/],
  ['200 with a failure inside', says(200, adminError('AB04')), unexpected, /AB04/],
  ['an array instead of a graph', says(200, [1]), unexpected],
  ['null instead of a graph', says(200, null), unexpected],
  ['a graph without a summary', says(200, { data_points: [] }), unexpected],
  ['a summary that is text', says(200, graph('12')), unexpected],
  ['points that are an object', says(200, graph({ total: 1 }, {})), unexpected],
  [
    'an answer that quotes the key',
    says(400, adminError('AB01', `${'x'.repeat(180)}${KEY}`)),
    'request.invalid',
    /xxx/,
  ],
  [
    'an answer that escapes the key',
    says(500, `{"error":{"message":"${KEY.replace('/', '\\/')}"}}`),
    unexpected,
    /••••cdef/,
    3,
  ],
  [
    'a redirect',
    (request, response) => {
      response.writeHead(302, { location: `http://${request.headers.host}/v1/taken` }).end(KEY);
    },
    unexpected,
    /a key is not sent along/,
  ],
];

const silent: Answer = () => {};

const connections: readonly Row[] = [
  ['no answer', silent, unreachable, /within 0\.08 seconds/],
  [
    'a body that stops in the middle',
    (_, response) => {
      response.writeHead(200);
      response.write('{"summary":');
    },
    unreachable,
    /within 0\.08 seconds/,
  ],
  [
    'a connection that is reset',
    (_, __, raw) => {
      raw.socket.resetAndDestroy();
    },
    unreachable,
    /broke off/,
    3,
  ],
  [
    'a connection that is reset within the body',
    (_, response, raw) => {
      response.writeHead(200);
      response.write('{"summary":', () => raw.socket.resetAndDestroy());
    },
    unreachable,
    /broke off/,
    3,
  ],
];

const broken = (code: string) =>
  new TypeError(`fetch failed for ${KEY}`, { cause: Object.assign(new Error(KEY), { code }) });
/** Name services are not asked in a test: what `fetch` throws is. */
const thrown: readonly [name: string, error: Error, says: RegExp][] = [
  ['a name that is not known', broken('ENOTFOUND'), /its name is not known/],
  ['no network', broken('EAI_AGAIN'), /no network/],
  ['a fetch that quotes the key', new TypeError(KEY), /the request failed/],
];

export const FAULTS: readonly Fault[] = [
  ...[...answers, ...connections].map(
    ([name, answer, code, sentence = SENTENCE, requests = 1]): Fault => ({
      name,
      answer,
      code,
      says: sentence,
      requests,
    }),
  ),
  ...thrown.map(([name, error, sentence]): Fault => ({
    name,
    answer: silent,
    code: unreachable,
    says: sentence,
    requests: 0,
    fetch: async () => {
      throw error;
    },
  })),
];
