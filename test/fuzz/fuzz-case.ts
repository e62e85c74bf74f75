/** One odd request: who sends it, what it says, and how it lies on the wire. */

import { spoiled } from './odd-values.ts';
import type { Random } from './random.ts';

export type Who = 'nobody' | 'client' | 'admin';

export interface FuzzCase {
  readonly who: Who;
  readonly bytes: Buffer;
  /** The connection is closed after these bytes, without waiting. */
  readonly leaves: boolean;
  /** The request is whole and keeps to HTTP, so that it must be answered. */
  readonly isWhole: boolean;
  /** For the report. */
  readonly title: string;
}

/** What a template of an address and a body needs to know. */
export interface Scene {
  readonly credentials: Readonly<Record<Who, readonly string[]>>;
  readonly platformUrl: string;
}

interface Target {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

const HELLO = '"messages":[{"role":"user","content":"hi"}]';
const TOOL = '{"name":"f","description":"d","input_schema":{"type":"object","properties":{"a":{"type":"string"}}}}';

function clientTargets(): Target[] {
  const post = (path: string, body: string): Target => ({ method: 'POST', path, body });
  const bodies = ['up:m', 'ant:claude-up', 'any'].flatMap((model) => [
    post('/v1/messages', `{"model":"${model}","max_tokens":9,"stream":true,"system":"s",${HELLO},"tools":[${TOOL}]}`),
    post(
      '/v1/messages',
      `{"model":"${model}","max_tokens":9,"thinking":{"type":"enabled","budget_tokens":1024},"messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"aGk="}}]},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{"a":"b"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"c"}]}]}`,
    ),
    post('/v1/messages/count_tokens', `{"model":"${model}",${HELLO}}`),
    post(
      '/v1/chat/completions',
      `{"model":"${model}","stream":true,"n":1,"messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"a"}]},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"r"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]}`,
    ),
    post(
      '/v1/responses',
      `{"model":"${model}","stream":true,"instructions":"i","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"a"}]},{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"r"}],"tools":[{"type":"function","name":"f","parameters":{"type":"object"}}]}`,
    ),
  ]);
  return [...bodies, { method: 'GET', path: '/v1/models' }, { method: 'GET', path: '/v1/models/up:m' }];
}

function adminTargets(url: string): Target[] {
  const platform = `{"id":"odd","type":"openai-compatible","settings":{"base_url":"${url}/v1","models":["m"],"headers":{"x-a":"b"}},"credentials":[{"key":"sk-fuzz","name":"n","weight":1}]}`;
  return [
    ...['/api/status', '/api/session', '/api/calls?limit=5', '/api/platforms', '/api/platforms/up', '/api/models'],
    ...[
      '/api/calls?text=%22a%20b&sort=cost&status=4xx',
      '/api/calls/export?format=csv&from=2027-01-01',
      '/api/calls/count',
    ],
    ...['/api/routing', '/api/settings', '/api/history?limit=5&before=3', '/api/openapi.json', '/control/config', '/'],
  ]
    .map((path): Target => ({ method: 'GET', path }))
    .concat([
      { method: 'POST', path: '/api/login', body: '{"password":"wrong"}' },
      { method: 'POST', path: '/api/platforms', body: platform },
      { method: 'PATCH', path: '/api/platforms/odd', body: `{"version":1,"settings":{"base_url":"${url}/v1"}}` },
      { method: 'DELETE', path: '/api/platforms/odd' },
      { method: 'DELETE', path: '/api/calls?model=none&confirm=1' },
      { method: 'POST', path: '/api/platforms/up/test', body: '{}' },
      { method: 'PATCH', path: '/api/models', body: '{"models":[{"platform":"up","id":"m","enabled":true}]}' },
      { method: 'POST', path: '/api/models/refresh', body: '{"platforms":["up"]}' },
      { method: 'PATCH', path: '/api/routing', body: '{"mode":"global_direct","modelPriorityList":["up:m"]}' },
      { method: 'POST', path: '/api/history/1/undo', body: '{}' },
    ]);
}

const METHODS = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'CONNECT',
  'BREW',
  '',
];
const PATHS = [
  '/%00',
  '/%ff%fe',
  '/..%2f..%2fetc/passwd',
  '/static/../../redwolf.db',
  '//v1/messages',
  '/v1//messages',
  '/v1/messages/',
  '/V1/MESSAGES',
  '/v1/models/%E0%A4%A',
  '/api/platforms/__proto__',
  '/api/platforms/%2e%2e',
  '/api/history/99999999999999999999/undo',
  '/api/calls?limit=1e9',
  '/api/calls?limit=-1&limit=2',
  '/api/calls?after=WzEsbnVsbF0&text=%00%22*',
  '/api/calls/export?format=jsonl&bodies=true&text=%ff',
  '/api/calls/%00/curl?to=platform',
  '/api/v1/claude-code',
  '/api/v1/claude-code/v1/messages',
  '/api/v1/claude-code/../../../x',
  '/assets/%5c..%5c',
  '*',
  'http://evil.example/v1/messages',
  'v1/messages',
  `/${'a'.repeat(6_000)}`,
  '/\u00ff\u0001',
];
const HEADERS = [
  'content-type: text/plain',
  'content-type: multipart/form-data; boundary=x',
  'content-encoding: gzip',
  'expect: 100-continue',
  'expect: nonsense',
  'accept: text/event-stream',
  'connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-key: x\r\nsec-websocket-version: 13',
  'connection: x-api-key, cookie',
  'cookie: session_token=__proto__; session_token=%ff; =; ;;',
  'origin: null',
  'origin: http://[',
  'sec-fetch-site: cross-site',
  'authorization: Basic %%%',
  'authorization: Bearer',
  'x-api-key:',
  'x-redwolf-key: constructor',
  '__proto__: x',
  'anthropic-version: \u00ff\u0080',
  'anthropic-beta: a,b,,,c',
  'if-none-match: *',
  'range: bytes=0-99999999999999',
  'x-forwarded-for: 1.2.3.4',
  'forwarded: for="[::1',
  `x-long: ${'y'.repeat(7_000)}`,
];
// Not HTTP, or two ways to read it: to be refused, whatever follows.
const BROKEN_HEADERS = [
  'content-length: 3',
  'content-length: -1',
  'content-length: 1e3',
  'transfer-encoding: chunked',
  'transfer-encoding: gzip, chunked',
  'Transfer-Encoding : chunked',
  ' folded: line',
  'no colon',
  'x-nul: a\u0000b',
  'host: other.example',
];

/** The case that belongs to this chance. */
export function makeCase(random: Random, scene: Scene): FuzzCase {
  const who = random.pick(['nobody', 'client', 'admin'] as const);
  const target = random.pick([...clientTargets(), ...adminTargets(scene.platformUrl)]);
  const method = random.chance(0.15) ? random.pick(METHODS) : target.method;
  const path = random.chance(0.2) ? random.pick(PATHS) : target.path;
  const body = target.body === undefined ? Buffer.alloc(0) : spoiled(target.body, random);
  const odd = Array.from({ length: random.below(3) }, () => random.pick(HEADERS));
  const broken = random.chance(0.1) ? [random.pick(BROKEN_HEADERS)] : [];
  const head = [`${method} ${path} HTTP/1.1`, 'host: localhost', 'connection: close', ...scene.credentials[who]];
  const framed = frame(body, random);
  const lines = [...head, ...odd, ...broken, framed.header].join('\r\n');
  const whole = Buffer.concat([Buffer.from(`${lines}\r\n\r\n`, 'latin1'), framed.body]);
  const leaves = framed.leaves || random.chance(0.05);
  const bytes = leaves ? whole.subarray(0, random.below(whole.length)) : whole;
  const isOdd =
    broken.length > 0 || method === '' || method === 'CONNECT' || odd.some((line) => line.startsWith('connection'));
  return { who, bytes, leaves, isWhole: !leaves && !isOdd, title: `${who}: ${lines.slice(0, 600)}` };
}

interface Framed {
  readonly header: string;
  readonly body: Buffer;
  readonly leaves: boolean;
}

function frame(body: Buffer, random: Random): Framed {
  if (random.chance(0.7)) return { header: `content-length: ${body.length}`, body, leaves: false };
  if (random.chance(0.2)) return { header: `content-length: ${body.length + 10}`, body, leaves: true };
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const piece = body.subarray(at, at + 1 + random.below(4_000));
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'));
    at += piece.length;
  }
  const isWhole = random.chance(0.8);
  if (isWhole) pieces.push(Buffer.from('0\r\n\r\n'));
  return { header: 'transfer-encoding: chunked', body: Buffer.concat(pieces), leaves: !isWhole };
}
