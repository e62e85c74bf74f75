/**
 * What a decision of smart routing costs, in one process and without any network: the reading of the request and `decide`, beside
 * JSON.parse of the same body, which no call pays. `npm run bench:routing -- [--runs 2000]`
 *
 * The scan of the body is not in it: every call pays that anyway (`npm run bench:reading`). Milliseconds.
 */

import { readFileSync } from 'node:fs';
import { smartOf } from '../scripts/simulation/models.ts';
import { Body } from '../src/lib/body.ts';
import { scanObject } from '../src/lib/json-scan.ts';
import { CONVERSATIONS } from '../src/protocols/read-head.ts';
import { readRequest } from '../src/routing/reading/read-request.ts';
import { readWhole } from '../src/routing/reading/read-whole.ts';
import { viewRequest } from '../src/routing/reading/request-view.ts';
import { decide } from '../src/routing/smart/decide.ts';
import { remember } from '../src/routing/smart/remember.ts';
import { numberOption } from './args.ts';

const RUNS = numberOption('runs', 2_000);
const WARM_UP = 300;
const PIECE_BYTES = 65_536;
const NOW = Date.UTC(2026, 0, 5);

const smart = smartOf(undefined, 0.1);
const source = readFileSync(new URL('../src/routing/smart/decide.ts', import.meta.url), 'utf8');
const usage = { input: 0, cacheRead: 40_000, cacheWrite5m: 2_000, cacheWrite1h: 0, output: 500, reasoning: 0 };
const decision = { scene: null, tier: 'best' } as const;
const state = remember(undefined, { kind: 'main', decision, model: 'up:best', usage, at: NOW - 60_000 });

const TEXTS: readonly (readonly [string, string])[] = [
  ['prompt of 30 characters', '把登录页的按钮改成蓝色，然后跑一下测试'],
  ['prompt of 300 characters', 'The retry loop in the worker charges twice when the queue is slow. '.repeat(5)],
];

const samples = [
  ...TEXTS.flatMap(([name, text]) => [sample(name, text, 0), sample(`${name}, 200 KB`, text, 200_000)]),
  sample('tool result, 200 KB', undefined, 200_000),
  sample('prompt of 700 KB', 'Why does this fail again, after all that we did? '.repeat(14_300), 0),
];

console.table(Object.fromEntries(samples.map(measure)));

interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
}

/** @param text undefined: the agent goes on @param before bytes of conversation before it */
function sample(name: string, text: string | undefined, before: number): Sample {
  const steps = Array.from({ length: Math.ceil(before / 4_000) }, (_, index) => step(`t${index}`)).flat();
  const ending = text === undefined ? step('last') : [{ role: 'user', content: text }];
  const messages = [{ role: 'user', content: 'fix the failing test' }, ...steps, ...ending];
  const tools = [{ name: 'Edit', description: 'Edits a file', input_schema: { type: 'object' } }];
  return { name, bytes: Buffer.from(JSON.stringify({ model: 'm', max_tokens: 100, tools, messages })) };
}

function step(id: string): object[] {
  const use = { type: 'tool_use', id, name: 'Edit', input: { file_path: '/src/a.ts' } };
  const result = { type: 'tool_result', tool_use_id: id, content: source.slice(0, 3_700) };
  return [
    { role: 'assistant', content: [{ type: 'text', text: 'I look at the next file.' }, use] },
    { role: 'user', content: [result] },
  ];
}

function measure({ name, bytes }: Sample): [string, object] {
  const pieces = Array.from({ length: Math.ceil(bytes.length / PIECE_BYTES) }, (_, index) =>
    bytes.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES),
  );
  const body = new Body(pieces);
  const spans = scanObject(new Body(pieces), undefined, CONVERSATIONS);
  const view = () => viewRequest({ protocol: 'anthropic-messages', path: '/v1/messages', headers: {}, body, spans });
  const whole = readWhole(view());
  const reading = readRequest(view());
  const question = { reading, state, now: NOW };
  const alone = timesOf(() => decide(smart, { ...question, whole: () => whole }));
  const both = timesOf(() => {
    const request = view();
    return decide(smart, { ...question, reading: readRequest(request), whole: () => readWhole(request) });
  });
  const text = bytes.toString('utf8');
  const parse = timesOf(() => JSON.parse(text));
  const row = {
    KB: Math.round(bytes.length / 1_000),
    kind: reading.kind,
    'decide p50': shown(at(alone, 0.5)),
    'decide p99': shown(at(alone, 0.99)),
    'with reading p50': shown(at(both, 0.5)),
    'with reading p99': shown(at(both, 0.99)),
    'JSON.parse p50': shown(at(parse, 0.5)),
    'of JSON.parse': `${((100 * at(both, 0.5)) / at(parse, 0.5)).toFixed(0)} %`,
  };
  return [name, row];
}

/** Sorted milliseconds of single runs. */
function timesOf(run: () => unknown): Float64Array {
  for (let index = 0; index < WARM_UP; index++) run();
  return Float64Array.from({ length: RUNS }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  }).sort();
}

function at(times: Float64Array, share: number): number {
  return times[Math.floor(share * (times.length - 1))] ?? 0;
}

function shown(milliseconds: number): string {
  return milliseconds.toFixed(4);
}
