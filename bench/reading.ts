/**
 * What reading a request costs, in one process and without any network: the part that each row needs (`row`), and the whole
 * (`whole`), beside the scan of the same body that every call pays anyway (`scan`) and JSON.parse (`parse`), which none does.
 * `npm run bench:reading -- [--rounds 60]`
 *
 * Sessions are made of slices of this repository, as those of a coding agent are. Bodies lie in pieces of 64 KiB, as they come.
 * The least of many short rounds is shown, in
 * microseconds: one of them is hardly disturbed by what else the machine does.
 */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Body } from '../src/lib/body.ts';
import type { IncomingHeaders } from '../src/lib/headers.ts';
import { scanObject } from '../src/lib/json-scan.ts';
import { CONVERSATIONS } from '../src/protocols/read-head.ts';
import { readRequest } from '../src/routing/reading/read-request.ts';
import { readWhole } from '../src/routing/reading/read-whole.ts';
import { type RequestView, viewRequest } from '../src/routing/reading/request-view.ts';
import type { ProtocolId } from '../src/turn/request.ts';
import { numberOption } from './args.ts';
import { anthropicBody, openaiBody } from './bodies.ts';

const ROUNDS = numberOption('rounds', 60);
const PIECE_BYTES = 65_536;
const SYSTEM_AND_TOOLS_BYTES = 60_000;
const ROUND_MICROSECONDS = 1_000;

const corpus = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(path.join('src', name), 'utf8'))
  .join('\n');
let place = 0;

/** The next so many characters of this repository. */
function code(characters: number): string {
  place = (place + 102_947) % (corpus.length - characters);
  return corpus.slice(place, place + characters);
}

interface Sample {
  readonly name: string;
  readonly protocol: ProtocolId;
  readonly headers: IncomingHeaders;
  readonly bytes: Buffer;
}

/** A session of Claude Code of about this many kilobytes, that ends so. */
function session(kilobytes: number, ending: readonly object[], drop: readonly string[] = []): Buffer {
  const first: unknown = JSON.parse(anthropicBody(SYSTEM_AND_TOOLS_BYTES, true).toString('utf8'));
  const fields = Object.fromEntries(Object.entries(Object(first)).filter(([name]) => !drop.includes(name)));
  const messages: object[] = [{ role: 'user', content: [{ type: 'text', text: 'Please fix the failing test.' }] }];
  let size = JSON.stringify({ ...fields, messages: ending }).length;
  while (size < kilobytes * 1_000) {
    const turns = step(3_000);
    messages.push(...turns);
    size += JSON.stringify(turns).length;
  }
  return Buffer.from(JSON.stringify({ ...fields, messages: [...messages, ...ending] }));
}

/** A tool is called and answers. */
function step(characters: number): object[] {
  const call = {
    type: 'tool_use',
    id: 'toolu_1',
    name: 'Edit',
    input: { file_path: '/src/a.ts', new_string: code(400) },
  };
  const result = { tool_use_id: 'toolu_1', type: 'tool_result', content: code(characters) };
  return [
    { role: 'assistant', content: [{ type: 'text', text: 'Let me look at the next file.' }, call] },
    { role: 'user', content: [result] },
  ];
}

function said(text: string): object[] {
  return [
    { role: 'assistant', content: [{ type: 'text', text: 'Done. Shall I run the tests?' }] },
    { role: 'user', content: [{ type: 'text', text }] },
  ];
}

function samples(kilobytes: number): Sample[] {
  const of = (name: string, bytes: Buffer, headers: IncomingHeaders = {}): Sample => ({
    name,
    protocol: 'anthropic-messages',
    headers,
    bytes,
  });
  const named = {
    'user-agent': 'claude-cli/2.1.330',
    'x-claude-code-session-id': '067f1f99-767f-472b-883f-bd561ca5fde9',
  };
  return [
    of('prompt, session in a header', session(kilobytes, said('yes, and fix what fails')), named),
    of('prompt, session in metadata', session(kilobytes, said('yes, and fix what fails'))),
    of('prompt, session by its hash', session(kilobytes, said('yes, and fix what fails'), ['metadata'])),
    of('prompt with 30 KB of code', session(kilobytes, said(`why?\n${code(30_000)}`)), named),
    of('tool result of 5 KB', session(kilobytes, step(5_000)), named),
    of('tool result of 100 KB', session(kilobytes, step(100_000)), named),
    {
      name: 'chat, session by its hash',
      protocol: 'openai-chat',
      headers: {},
      bytes: openaiBody(kilobytes * 1_000, true),
    },
  ];
}

/** The least microseconds that a run takes. */
function measure(run: () => unknown): string {
  const runs = Math.max(1, Math.ceil(ROUND_MICROSECONDS / time(run, 3)));
  const rounds = Array.from({ length: ROUNDS }, () => time(run, runs));
  return Math.min(...rounds).toFixed(1);
}

function time(run: () => unknown, runs: number): number {
  const started = performance.now();
  for (let index = 0; index < runs; index++) run();
  return ((performance.now() - started) * 1_000) / runs;
}

function row({ name, protocol, headers, bytes }: Sample): object {
  const pieces = Array.from({ length: Math.ceil(bytes.length / PIECE_BYTES) }, (_, index) =>
    bytes.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES),
  );
  const body = new Body(pieces);
  const scan = () => scanObject(new Body(pieces), undefined, CONVERSATIONS);
  const spans = scan();
  // Anew for each run: a view keeps nothing, and a call has one of its own.
  const view = (): RequestView => viewRequest({ protocol, path: '/v1/messages', headers, body, spans });
  return {
    request: name,
    KB: Math.round(bytes.length / 1_000),
    messages: view().length,
    kind: readRequest(view()).kind,
    row: measure(() => readRequest(view())),
    whole: measure(() => readWhole(view())),
    scan: measure(scan),
    parse: measure(() => JSON.parse(bytes.toString('utf8'))),
  };
}

const all = [20, 200, 700, 2_000].flatMap(samples);
// The first runs are compiled on the way.
for (let warm = 0; warm < 2; warm++) for (const sample of all) row(sample);
console.table(all.map(row));
