/** One measurement: a warm-up, then the load, with the target's CPU time and memory around it. */

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { anthropicBody, httpRequest, openaiBody } from './bodies.ts';
import { cpuTime, memory } from './process-tree.ts';
import type { Scenario } from './scenarios.ts';
import type { Environment, Running, Target } from './targets.ts';

const LOAD_CPU = 1;
const LIMIT_SECONDS = 90;
const PATHS = { anthropic: '/v1/messages', openai: '/v1/chat/completions' } as const;

export interface Measurement {
  readonly scenario: string;
  readonly target: string;
  readonly round: number;
  readonly ok: number;
  readonly errors: number;
  /** What the first of them said. */
  readonly firstError: string;
  readonly requestsPerSecond: number;
  /** CPU milliseconds per request. */
  readonly cpuMs: number;
  readonly userMs: number;
  readonly systemMs: number;
  /** CPU microseconds per streamed token. */
  readonly cpuMicrosecondsPerToken: number | undefined;
  /** Microseconds. */
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly firstToken: { readonly p50: number; readonly p99: number };
  /** One way, from the platform to the client. */
  readonly token: { readonly p50: number; readonly p99: number };
  /** Megabytes after the load, and the most during it. */
  readonly memory: number;
  readonly peakMemory: number;
}

/** What rwbench prints. */
export interface LoadResult {
  readonly ok: number;
  readonly err: number;
  readonly unfinished: number;
  readonly rps: number;
  readonly tokens: number;
  readonly lat_us: { readonly p50: number; readonly p99: number };
  readonly ttft_us: { readonly p50: number; readonly p99: number };
  readonly tok_us: { readonly p50: number; readonly p99: number };
  readonly err_status: number;
  readonly first_err: string;
}

export interface Subject {
  readonly name: string;
  readonly target: Target;
  readonly running: Running;
}

export interface Round {
  readonly scenarioId: string;
  readonly scenario: Scenario;
  readonly number: number;
  /** Seconds of load. */
  readonly seconds: number;
}

/** @throws Error if the target cannot serve even the warm-up */
export async function measure(
  subject: Subject,
  round: Round,
  environment: Environment & { readonly rwbench: string },
): Promise<Measurement> {
  const { scenario, seconds } = round;
  const { pid, port } = subject.running;
  const request = writeRequest(subject, round, environment.folder);
  await setPlatform(environment.platformPort, scenario);
  const base = { port, req: request, tokens: scenario.tokens ?? 1, max_s: LIMIT_SECONDS };
  await warmUp(base, scenario, seconds, environment.rwbench);
  const watch = new MemoryWatch(pid);
  const before = pid === undefined ? { user: 0, system: 0 } : cpuTime(pid);
  const result = await load({ ...base, ...loadOptions(scenario, seconds) }, environment.rwbench);
  const after = pid === undefined ? { user: 0, system: 0 } : cpuTime(pid);
  const requests = Math.max(1, result.ok + result.err);
  const user = after.user - before.user;
  const system = after.system - before.system;
  return {
    scenario: round.scenarioId,
    target: subject.name,
    round: round.number,
    ok: result.ok,
    errors: result.err + result.unfinished,
    firstError: result.first_err,
    requestsPerSecond: result.rps,
    cpuMs: ((user + system) / requests) * 1000,
    userMs: (user / requests) * 1000,
    systemMs: (system / requests) * 1000,
    cpuMicrosecondsPerToken: scenario.tokens ? ((user + system) / Math.max(1, result.tokens)) * 1e6 : undefined,
    latency: result.lat_us,
    firstToken: result.ttft_us,
    token: result.tok_us,
    ...watch.stop(),
  };
}

/** Writes the scenario's request for a target to a file; its path. */
export function writeRequest(
  { name, target }: Omit<Subject, 'running'>,
  { scenarioId, scenario }: Pick<Round, 'scenarioId' | 'scenario'>,
  folder: string,
): string {
  const api = target.isPlain ? scenario.platform : scenario.client;
  const makeBody = api === 'anthropic' ? anthropicBody : openaiBody;
  const file = path.join(folder, `${name}-${scenarioId}.http`);
  writeFileSync(file, httpRequest(PATHS[api], target.headers, makeBody(scenario.body, scenario.tokens !== undefined)));
  return file;
}

/** Makes the platform reply as the scenario says. */
export async function setPlatform(port: number, scenario: Scenario): Promise<void> {
  const settings = new URLSearchParams({
    tokens: String(scenario.tokens ?? 200),
    delay_us: String(scenario.delayMicroseconds ?? 0),
    burst: '1',
    json_bytes: '600',
    first_us: '0',
  });
  await fetch(`http://127.0.0.1:${port}/_cfg?${settings}`);
}

async function warmUp(base: object, scenario: Scenario, seconds: number, rwbench: string): Promise<void> {
  const connections = Math.min(scenario.connections ?? 16, scenario.count ? 60 : 16);
  const amount = scenario.tokens ? { n: 60, max_s: 60 } : { d: seconds / 2, max_s: 60 };
  const { ok, first_err, err_status } = await load({ ...base, c: connections, ...amount }, rwbench);
  if (ok === 0) throw new Error(first_err || `status ${err_status}`);
  await wait(300);
}

function loadOptions(scenario: Scenario, seconds: number): object {
  return {
    ...(scenario.rate ? { rate: scenario.rate, c: 512 } : { c: scenario.connections }),
    ...(scenario.count ? { n: scenario.count } : { d: seconds }),
    ...(scenario.rampMs ? { ramp_ms: scenario.rampMs } : {}),
  };
}

/** Runs rwbench; its exit code says that some requests failed, which stands in its result too. */
export function load(options: object, rwbench: string): Promise<LoadResult> {
  const args = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  return new Promise((resolve, reject) => {
    execFile('taskset', ['-c', String(LOAD_CPU), rwbench, 'load', ...args], (error, stdout) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(error ?? new Error(`rwbench said ${stdout}`));
      }
    });
  });
}

/** Looks at the memory once a second. */
class MemoryWatch {
  readonly #pid: number | undefined;
  readonly #timer: NodeJS.Timeout;
  #peak = 0;

  constructor(pid: number | undefined) {
    this.#pid = pid;
    this.#timer = setInterval(() => this.#look(), 1000);
  }

  stop(): { memory: number; peakMemory: number } {
    clearInterval(this.#timer);
    const last = this.#look();
    return { memory: last, peakMemory: this.#peak };
  }

  #look(): number {
    const now = this.#pid === undefined ? 0 : memory(this.#pid);
    this.#peak = Math.max(this.#peak, now);
    return now;
  }
}
