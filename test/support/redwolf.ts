/** Starts the real, built program as a child process, and looks at it only from outside. */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type CallRecord, readCalls } from './call-records.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { Exchange, type Reply, type SendOptions, send } from './http-client.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LAUNCHER = path.join(ROOT, 'bin/redwolf.js');
const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 20_000;

/** The client key of every test configuration that declares no other. */
export const CLIENT_KEY = 'rw-test';

/** A platform in the configuration file. */
export interface PlatformEntry {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A configuration file, in its own words. Without `keys` it declares CLIENT_KEY. */
export interface ConfigFile {
  readonly platforms?: readonly PlatformEntry[];
  readonly routing?: object;
  readonly keys?: readonly { readonly name: string; readonly key: string }[];
  readonly [field: string]: unknown;
}

export interface StartOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a new one, removed at the end. */
  readonly dataDir?: string;
  /** Default: a free one. */
  readonly port?: number;
}

/** A redwolf that runs. */
export class Redwolf {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly dataDir: string;
  readonly #process: RunningProcess;
  readonly #folder: string;

  constructor(url: string, dataDir: string, process: RunningProcess, folder: string) {
    this.url = url;
    this.dataDir = dataDir;
    this.#process = process;
    this.#folder = folder;
  }

  /** What it wrote to stdout and stderr so far. */
  get log(): string {
    return this.#process.output;
  }

  /** Sends one request with the client key; a header that is given replaces that one. */
  send(path: string, options: SendOptions = {}): Promise<Reply> {
    return send(this.url + path, withKey(options));
  }

  /** The same, for a test that acts in the middle of the exchange. */
  open(path: string, options: SendOptions = {}): Exchange {
    return new Exchange(this.url + path, withKey(options));
  }

  /** The rows of all calls, oldest first. */
  calls(): CallRecord[] {
    return readCalls(this.dataDir);
  }

  /** The rows, once there are at least `count` of them. Rejects after some seconds. */
  waitForCalls(count: number): Promise<CallRecord[]> {
    return eventually(`${count} rows`, () => {
      const calls = this.calls();
      return calls.length >= count ? calls : undefined;
    });
  }

  /** The row of the call with this id, once it is there. */
  waitForCall(id: unknown): Promise<CallRecord> {
    return eventually(`the row of ${id}`, () => this.calls().find((call) => call.id === id));
  }

  /** Asks it to end (SIGTERM) without waiting. */
  terminate(): void {
    this.#process.child.kill('SIGTERM');
  }

  /** Ends it and demands that it ends cleanly. A second call does nothing. */
  async stop(): Promise<void> {
    this.terminate();
    const code = await this.#process.exit(STOP_LIMIT_MS);
    assert.equal(code, 0, `redwolf ended with ${code}\n${this.log}`);
    this.discard();
  }

  /** Removes what it left on disk. */
  discard(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Starts redwolf and waits until it says that it lives. */
export async function startRedwolf(config: ConfigFile, options: StartOptions = {}): Promise<Redwolf> {
  const folder = mkdtempSync(path.join(tmpdir(), 'redwolf-test-'));
  const dataDir = options.dataDir ?? path.join(folder, 'data');
  const port = options.port ?? (await freePort());
  const process = run(
    ['start', ...startArguments(folder, config, dataDir, port), ...(options.args ?? [])],
    options.env,
  );
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, process);
  return new Redwolf(url, dataDir, process, folder);
}

/** How a start ended that was expected to fail. */
export interface FailedStart {
  readonly code: number | null;
  readonly output: string;
}

/** Starts redwolf, expects it to end by itself, and tells how. `config` may be the text of a file. */
export async function failToStart(config: ConfigFile | string, options: StartOptions = {}): Promise<FailedStart> {
  const folder = mkdtempSync(path.join(tmpdir(), 'redwolf-test-'));
  try {
    const dataDir = options.dataDir ?? path.join(folder, 'data');
    const port = options.port ?? (await freePort());
    const args = startArguments(folder, config, dataDir, port);
    const process = run(['start', ...args, ...(options.args ?? [])], options.env);
    const code = await process.exit(START_LIMIT_MS);
    return { code, output: process.output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs another command of redwolf to its end. */
export async function runCommand(
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<FailedStart> {
  const process = run(args, env);
  const code = await process.exit(START_LIMIT_MS);
  return { code, output: process.output };
}

function withKey(options: SendOptions): SendOptions {
  return { ...options, headers: { 'x-api-key': CLIENT_KEY, ...options.headers } };
}

function startArguments(folder: string, config: ConfigFile | string, dataDir: string, port: number): string[] {
  const file = path.join(folder, 'redwolf.yaml');
  // JSON is YAML.
  const text =
    typeof config === 'string' ? config : JSON.stringify({ keys: [{ name: 'test', key: CLIENT_KEY }], ...config });
  writeFileSync(file, text);
  return ['--port', String(port), '--data-dir', dataDir, '--config', file];
}

/** A child process, its output and its end. */
class RunningProcess {
  readonly child: ChildProcess;
  output = '';
  readonly #exited: Promise<number | null>;

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.on('data', (piece) => {
      this.output += piece;
    });
    child.stderr?.on('data', (piece) => {
      this.output += piece;
    });
    this.#exited = new Promise((resolve) => child.on('close', resolve));
  }

  get hasExited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** The exit code; after the limit the process is killed and this rejects. */
  async exit(limitMs: number): Promise<number | null> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), limitMs);
    const code = await this.#exited;
    clearTimeout(timer);
    if (this.child.signalCode === 'SIGKILL')
      throw new Error(`redwolf did not end within ${limitMs} ms\n${this.output}`);
    return code;
  }
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningProcess {
  // Only what a program needs: neither keys nor proxies of the developer's own environment.
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, ...env },
  });
  // A test run that is broken off leaves no servers behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.on('close', () => process.removeListener('exit', kill));
  return new RunningProcess(child);
}

async function untilHealthy(url: string, process: RunningProcess): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (!process.hasExited) {
    const { status } = await send(`${url}/healthz`, { method: 'GET', timeoutMs: 1000 });
    if (status === 200) return;
    if (Date.now() > deadline) {
      process.child.kill('SIGKILL');
      break;
    }
    await wait(20);
  }
  throw new Error(`redwolf did not start\n${process.output}`);
}
