/**
 * What keeping bodies costs: whole sessions of a coding agent go through the store of bodies, and what is on disk is compared
 * with the bytes that passed. `npm run bench:records -- [sessions] [turns] [address of a PostgreSQL database]`
 *
 * A session grows as Claude Code's do: system and tools of 50 KB that all sessions share, then by turns what the user or
 * a tool says and what the assistant said. Texts are slices of this repository at places of chance, so that they repeat
 * themselves as code does, and hardly ever twice the same. Half of the sessions are relayed, half converted.
 */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CallId, KeyId } from '../src/lib/ids.ts';
import { BodyStore } from '../src/records/body-store.ts';
import type { CapturedStage, Stage } from '../src/records/ports.ts';
import { filePlace, postgresPlace } from './records-place.ts';
import { seeded } from './seeded.ts';

const SHARED_BYTES = 50_000;
const WAIT_ABOVE_BYTES = 32 * 1024 * 1024;
/** Memory is looked at so often. What was taken first is warm-up. */
const CALLS_PER_LOOK = 2_000;

const [sessions = 400, turns = 50] = process.argv.slice(2, 4).map(Number);
const databaseUrl = process.argv[4];
const random = seeded(1);
const corpus = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(path.join('src', name), 'utf8'))
  .join('\n');

interface Totals {
  calls: number;
  /** As they would be if each stage were kept whole. */
  bytes: number;
  /** CPU time of the main thread, handing calls over. */
  handingMs: number;
  mostRss: number;
}

const measured = databaseUrl === undefined ? filePlace() : await postgresPlace(databaseUrl);
const store = await BodyStore.open({
  place: measured.place,
  policy: { redact: [], retention: { days: 0, bytes: 0 } },
  warn: (text) => process.stderr.write(`${text}\n`),
});
const totals: Totals = { calls: 0, bytes: 0, handingMs: 0, mostRss: 0 };
const started = performance.now();
try {
  for (let session = 0; session < sessions; session++) await runSession(session, totals);
  await store.stages('none');
  const seconds = (performance.now() - started) / 1_000;
  const { dropped, lost } = store.status;
  await store.close();
  report(totals, await measured.size(), seconds, dropped + lost);
} finally {
  await store.close();
  await measured.remove();
}

async function runSession(session: number, sums: Totals): Promise<void> {
  const isRelayed = session % 2 === 0;
  const system = [
    { type: 'text', text: corpus.slice(0, SHARED_BYTES / 2) },
    { type: 'text', text: `cwd: /home/${session}` },
  ];
  const tools = Array.from({ length: 20 }, (_, index) => ({
    name: `tool_${index}`,
    description: corpus.slice(SHARED_BYTES + index * 1_250, SHARED_BYTES + (index + 1) * 1_250),
  }));
  const messages: object[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const content = [{ type: 'tool_result', tool_use_id: `toolu_${session}_${turn}`, content: slice(500, 8_000) }];
    messages.push({ role: 'user', content });
    const said = slice(200, 1_500);
    await record(session, turn, stagesOf({ system, tools, messages }, said, isRelayed), sums);
    messages.push({ role: 'assistant', content: [{ type: 'text', text: said }] });
  }
}

function stagesOf(conversation: object, said: string, isRelayed: boolean): CapturedStage[] {
  const request = Buffer.from(JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 32_000, ...conversation }));
  const afterModel = request.indexOf(',');
  const sent = isRelayed
    ? [Buffer.from('{"model":"other-model"'), request.subarray(afterModel)]
    : [Buffer.from(JSON.stringify({ model: 'qwen', stream: true, ...conversation }).replaceAll('tool_result', 'tool'))];
  const raw = pieces(said, (text) => `data: {"type":"content_block_delta","index":0,"delta":{"text":${text}}}\n\n`);
  const reply = isRelayed ? raw : pieces(said, (text) => `data: {"choices":[{"delta":{"content":${text}}}]}\n\n`);
  return [stage('request', [request]), stage('sent', sent), stage('raw', raw), stage('reply', reply)];
}

/** A stream of a few letters per event. */
function pieces(said: string, event: (text: string) => string): Buffer[] {
  const words = said.match(/[\s\S]{1,6}/g) ?? [];
  return words.map((word) => Buffer.from(event(JSON.stringify(word))));
}

function stage(name: Stage, body: readonly Buffer[]): CapturedStage {
  const headers = { 'content-type': 'application/json', 'request-id': `req_${random().toString(36)}` };
  const bytes = body.reduce((sum, piece) => sum + piece.length, 0);
  return { stage: name, attempt: 0, head: { headers }, pieces: body, bytes };
}

async function record(session: number, turn: number, stages: readonly CapturedStage[], sums: Totals): Promise<void> {
  // What a gateway would drop is waited for here: the file is to be measured.
  while (store.status.waitingBytes > WAIT_ABOVE_BYTES) await wait(5);
  const id = `call_${session}_${turn}` as CallId;
  const before = process.threadCpuUsage();
  store.record({ id, keyId: 'key_1' as KeyId, startedAt: Date.now(), stages, secrets: [], reserved: 0 });
  const { user, system } = process.threadCpuUsage(before);
  sums.handingMs += (user + system) / 1_000;
  sums.calls++;
  sums.bytes += stages.reduce((sum, { bytes }) => sum + bytes, 0);
  sums.mostRss = Math.max(sums.mostRss, process.memoryUsage.rss());
  if (sums.calls % CALLS_PER_LOOK === 0) sayMemory(sums.calls);
}

/** The maker of the sessions is on the main thread, and nearly all of its heap. */
function sayMemory(calls: number): void {
  const { rss, heapTotal } = process.memoryUsage();
  process.stdout.write(
    `${calls} calls: ${megabytes(rss)}, of which ${megabytes(heapTotal)} are the main thread's heap\n`,
  );
}

function report({ calls, bytes, handingMs, mostRss }: Totals, onDisk: number, seconds: number, notKept: number): void {
  const lines = [
    `${calls} calls in ${sessions} sessions of ${turns} turns, ${seconds.toFixed(0)} s, ${notKept} not kept`,
    `bodies whole  ${megabytes(bytes)}, ${(bytes / calls / 1_000).toFixed(0)} KB per call`,
    `on disk       ${megabytes(onDisk)}, ${(onDisk / calls / 1_000).toFixed(1)} KB per call: ${(bytes / onDisk).toFixed(1)} times less`,
    `main thread   ${((handingMs / calls) * 1_000).toFixed(0)} µs of CPU time per call to hand over`,
    `memory        ${megabytes(mostRss)} at most, the maker of the sessions among it`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function slice(least: number, most: number): string {
  const length = least + Math.floor(random() * (most - least));
  const from = Math.floor(random() * (corpus.length - length));
  return corpus.slice(from, from + length);
}
