/** Starts the real, built program as a child process. */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ConfigFile, writeConfig } from './config-file.ts';
import { type Life, Redwolf } from './redwolf.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/redwolf.js', import.meta.url));
const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 20_000;

export interface StartOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a new one, removed at the end. */
  readonly dataDir?: string;
  /** Default: a free one. */
  readonly port?: number;
}

/** A redwolf in a process of its own. */
export class RedwolfProcess extends Redwolf {
  readonly #process: ChildRun;

  constructor(url: string, dataDir: string, process: ChildRun) {
    super(url, dataDir, process);
    this.#process = process;
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Asks it to end (SIGTERM) without waiting. */
  terminate(): void {
    this.#process.terminate();
  }

  /** Ends it without a warning (SIGKILL), and waits until it is gone. Its data directory stays if it was given. */
  kill(): Promise<void> {
    return this.#process.killed();
  }
}

/** Starts redwolf and waits until it says where it listens. */
export async function startRedwolf(config: ConfigFile, options: StartOptions = {}): Promise<RedwolfProcess> {
  const { args, dataDir, folder } = prepare(config, options);
  const process = run(args, options.env, folder);
  const url = await process.url(START_LIMIT_MS);
  // Warnings were written before the address, but to another pipe.
  await nextTurn();
  return new RedwolfProcess(url, dataDir, process);
}

/** How a run ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Starts redwolf, expects it to end by itself, and tells how. `config` may be the text of a file. */
export function failToStart(config: ConfigFile | string, options: StartOptions = {}): Promise<Ended> {
  const { args, folder } = prepare(config, options);
  return toTheEnd(run(args, options.env, folder));
}

/** Runs another command of redwolf to its end. */
export function runCommand(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended> {
  return toTheEnd(run(args, env));
}

function prepare(config: ConfigFile | string, options: StartOptions) {
  const folder = mkdtempSync(path.join(tmpdir(), 'redwolf-test-'));
  const dataDir = options.dataDir ?? path.join(folder, 'data');
  const port = String(options.port ?? 0);
  const args = ['start', '--port', port, '--data-dir', dataDir, '--config', writeConfig(folder, config)];
  return { args: [...args, ...(options.args ?? [])], dataDir, folder };
}

async function toTheEnd(process: ChildRun): Promise<Ended> {
  const code = await process.exit(START_LIMIT_MS);
  process.discard();
  return { code, output: process.output };
}

/** A child process, its output and its end. */
class ChildRun implements Life {
  output = '';
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;
  readonly #folder: string | undefined;
  #isTerminated = false;

  /** @param folder removed in the end */
  constructor(child: ChildProcess, folder: string | undefined) {
    this.#child = child;
    this.#folder = folder;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (piece) => {
        this.output += piece;
      });
    }
    this.#exited = new Promise((resolve) => child.on('close', resolve));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Its address, once it says that it runs there. Rejects when it ends without, or after the limit. */
  async url(limitMs: number): Promise<string> {
    const timer = setTimeout(() => this.kill(), limitMs);
    try {
      return await new Promise<string>((resolve, reject) => {
        const look = () => {
          const [, url] = / runs at (https?:\S+)\n/.exec(this.output) ?? [];
          if (url !== undefined) resolve(url);
        };
        for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.on('data', look);
        this.#exited.then(() => reject(new Error(`redwolf did not start\n${this.output}`)));
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Once only: a second signal would mean "at once". */
  terminate(): void {
    if (this.#isTerminated) return;
    this.#isTerminated = true;
    this.#child.kill('SIGTERM');
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async killed(): Promise<void> {
    this.kill();
    await this.#exited;
    this.discard();
  }

  async end(): Promise<void> {
    this.terminate();
    const code = await this.exit(STOP_LIMIT_MS);
    assert.equal(code, 0, `redwolf ended with ${code}\n${this.output}`);
    this.discard();
  }

  /** The exit code; after the limit the process is killed and this rejects. */
  async exit(limitMs: number): Promise<number | null> {
    const timer = setTimeout(() => this.kill(), limitMs);
    const code = await this.#exited;
    clearTimeout(timer);
    if (this.#child.signalCode === 'SIGKILL') {
      throw new Error(`redwolf did not end within ${limitMs} ms\n${this.output}`);
    }
    return code;
  }

  discard(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, folder?: string): ChildRun {
  // Only what a program needs: neither keys nor proxies of the developer's own environment.
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    // Any folder must do: the original had to be started in its own.
    cwd: folder ?? tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, ...env },
  });
  // A test that fails must not wait for it, and a run that is broken off must leave no servers behind.
  child.unref();
  for (const stream of [child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref();
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.on('close', () => process.removeListener('exit', kill));
  return new ChildRun(child, folder);
}
