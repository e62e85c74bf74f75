/** Odd requests against the real program: it must answer, keep every secret, and live. */

import { readFileSync } from 'node:fs';
import net from 'node:net';
import { anthropicAnswer } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import { type RedwolfProcess, runCommand, startRedwolf } from '../support/redwolf-process.ts';
import { type FuzzCase, makeCase, type Scene } from './fuzz-case.ts';
import { Random } from './random.ts';

const PASSWORD = 'the-password-of-the-administrator';
const SECRETS = ['sk-the-key-of-the-platform', 'sk-the-key-of-anthropic', 'rw-the-key-of-another-client', PASSWORD];
const CLIENT_KEY = 'rw-the-key-of-the-client';
const AT_ONCE = 6;
const ANSWER_MS = 15_000;
/** What a start and a few thousand calls may take, with room. */
const MOST_MEGABYTES = 600;

export interface FuzzOptions {
  readonly seed: number;
  /** Ends after so many requests, or after so long. */
  readonly count: number;
  readonly seconds: number;
}

export interface FuzzReport {
  readonly sent: number;
  readonly faults: readonly string[];
  readonly statuses: Readonly<Record<string, number>>;
  readonly megabytes: number;
}

/** Sends until the count or the time is over, or ten faults were found. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const openai = await FakePlatform.start(answer({ text: 'ok' }));
  const anthropic = await FakePlatform.start(anthropicAnswer());
  const redwolf = await start(openai, anthropic);
  try {
    return await run(redwolf, await sceneOf(redwolf, openai.origin), options);
  } finally {
    await redwolf.stop();
    await openai.close();
    await anthropic.close();
  }
}

function start(openai: FakePlatform, anthropic: FakePlatform): Promise<RedwolfProcess> {
  const [openaiKey, anthropicKey, otherKey] = SECRETS;
  const common = { models: ['m'] };
  return startRedwolf(
    {
      platforms: [
        { id: 'up', type: 'openai-compatible', base_url: `${openai.origin}/v1`, api_key: openaiKey, ...common },
        { id: 'ant', type: 'anthropic', base_url: anthropic.origin, api_key: anthropicKey, models: ['claude-up'] },
      ],
      keys: [
        { name: 'client', key: CLIENT_KEY },
        { name: 'other', key: String(otherKey) },
      ],
      limits: { max_body_mb: 0.2, request_seconds: 5 },
    },
    { args: ['--debug'], env: { REDWOLF_ADMIN_PASSWORD: PASSWORD } },
  );
}

async function sceneOf(redwolf: RedwolfProcess, platformUrl: string): Promise<Scene> {
  const login = await redwolf.send('/api/login', { body: { password: PASSWORD } });
  const [cookie = ''] = String(login.headers['set-cookie']).split(';');
  return {
    platformUrl,
    credentials: { nobody: [], client: [`x-api-key: ${CLIENT_KEY}`], admin: [`cookie: ${cookie}`] },
  };
}

async function run(redwolf: RedwolfProcess, scene: Scene, options: FuzzOptions): Promise<FuzzReport> {
  const deadline = Date.now() + options.seconds * 1000;
  const faults: string[] = [];
  const statuses: Record<string, number> = {};
  let sent = 0;
  const worker = async () => {
    while (sent < options.count && Date.now() < deadline && faults.length < 10) {
      const index = sent++;
      const fuzzCase = makeCase(new Random(Math.imul(options.seed, 0x9e3779b1) + index), scene);
      const reply = (await exchange(redwolf, fuzzCase)).replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(reply)?.[1] ?? 'none';
      statuses[status] = (statuses[status] ?? 0) + 1;
      const fault = faultOf(fuzzCase, status, reply);
      if (fault !== undefined) faults.push(`seed ${options.seed}, request ${index}: ${fault}\n${fuzzCase.title}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const megabytes = memoryOf(redwolf.pid);
  faults.push(...(await faultsOfProgram(redwolf, megabytes)));
  return { sent, faults, statuses, megabytes };
}

/** What is wrong with a reply. */
function faultOf({ isWhole, who }: FuzzCase, status: string, reply: string): string | undefined {
  if (status === '500') return `status 500: ${reply.slice(0, 500)}`;
  if (status === 'none' && isWhole) return 'no answer';
  const secret = SECRETS.find((text) => reply.includes(text));
  if (secret !== undefined) return `the reply shows ${secret}`;
  if (who !== 'admin' && /"(uptimeMs|baseUrl|configFile)"/.test(reply))
    return `shown to ${who}: ${reply.slice(0, 300)}`;
  return undefined;
}

/** What is wrong with the program after all that. */
async function faultsOfProgram(redwolf: RedwolfProcess, megabytes: number): Promise<string[]> {
  const faults: string[] = [];
  const health = await redwolf.send('/healthz', { method: 'GET' });
  if (health.status !== 200) faults.push('redwolf does not answer any more');
  const body = { model: 'up:m', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] };
  const { status } = await redwolf.send('/v1/messages', { body, headers: { 'x-api-key': CLIENT_KEY } });
  if (status >= 500 && status !== 503) faults.push(`a good call gets ${status}`);
  const errors = redwolf.log.split('\n').filter((line) => /"level":50|^\s+at /.test(line));
  if (errors.length > 0) faults.push(`in the log: ${errors.slice(0, 3).join('\n').slice(0, 2_000)}`);
  const shown = [...SECRETS, CLIENT_KEY].find((secret) => redwolf.log.includes(secret));
  if (shown !== undefined) faults.push(`the log shows ${shown}`);
  if (megabytes > MOST_MEGABYTES) faults.push(`redwolf has taken ${megabytes} MB`);
  const keys = await runCommand(['key', 'list', '--data-dir', redwolf.dataDir]);
  if (!/^client /m.test(keys.output) || !/^other /m.test(keys.output))
    faults.push(`the keys are not what they were: ${keys.output}`);
  return faults;
}

/** Sends the bytes; all that comes back until the connection ends. */
function exchange(redwolf: RedwolfProcess, { bytes, leaves }: FuzzCase): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(Number(new URL(redwolf.url).port), '127.0.0.1');
    let reply = '';
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    socket.setEncoding('latin1');
    socket.on('data', (piece) => {
      reply += piece;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(reply));
    socket.write(bytes, () => leaves && socket.destroy());
  });
}

/** Resident memory; 0 where the system does not tell. */
function memoryOf(pid: number): number {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
  } catch {
    return 0;
  }
}
