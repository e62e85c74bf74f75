/**
 * One process that runs many gateways, for tests that need a fresh one each: loading the program takes most of a start,
 * and so it is done once. Each gateway is the whole of what `redwolf start` runs; only the command line is left out.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConfigFile, writeConfig } from './config-file.ts';
import { type Life, Redwolf } from './redwolf.ts';

const PROGRAM = fileURLToPath(new URL('./redwolf-host-process.ts', import.meta.url));

/** What the host is asked. */
export type HostRequest =
  | { readonly id: number; readonly kind: 'start'; readonly configFile: string; readonly dataDir: string }
  | { readonly id: number; readonly kind: 'stop'; readonly url: string };

/** What it answers: an address, or why it could not. */
export interface HostAnswer {
  readonly id: number;
  readonly url?: string;
  readonly error?: string;
}

export class RedwolfHost {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'redwolf-test-'));
  readonly #waiting = new Map<number, (answer: HostAnswer) => void>();
  #child: ChildProcess | undefined;
  #template: Promise<string> | undefined;
  #count = 0;
  #output = '';

  /** Starts a gateway with a data dir of its own. */
  async start(config: ConfigFile): Promise<Redwolf> {
    this.#template ??= this.#makeTemplate();
    const template = await this.#template;
    const folder = mkdtempSync(path.join(this.#folder, 'gateway-'));
    const dataDir = path.join(folder, 'data');
    cpSync(template, dataDir, { recursive: true });
    const url = await this.#startGateway(writeConfig(folder, config), dataDir);
    return new Redwolf(url, dataDir, this.#life(url));
  }

  /** Ends the process. Every gateway must have been stopped. */
  stop(): void {
    this.#child?.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A data dir that is ready: the first start in a new one makes tables and a password, which takes its time. */
  async #makeTemplate(): Promise<string> {
    const dataDir = path.join(this.#folder, 'template');
    const url = await this.#startGateway(writeConfig(this.#folder, {}), dataDir);
    await this.#life(url).end();
    return dataDir;
  }

  async #startGateway(configFile: string, dataDir: string): Promise<string> {
    const { url, error } = await this.#ask({ kind: 'start', configFile, dataDir });
    if (url === undefined) throw new Error(`redwolf did not start: ${error}`);
    return url;
  }

  #life(url: string): Life {
    const output = () => this.#output;
    return {
      get output() {
        return output();
      },
      end: async () => {
        const { error } = await this.#ask({ kind: 'stop', url });
        if (error !== undefined) throw new Error(`redwolf did not stop: ${error}`);
      },
    };
  }

  #ask(request: Ask): Promise<HostAnswer> {
    this.#child ??= this.#fork();
    const id = this.#count++;
    const answer = new Promise<HostAnswer>((resolve) => this.#waiting.set(id, resolve));
    this.#child.send({ id, ...request });
    return answer;
  }

  #fork(): ChildProcess {
    const { PATH, HOME } = process.env;
    const child = fork(PROGRAM, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { PATH, HOME } });
    child.on('message', (answer: HostAnswer) => this.#waiting.get(answer.id)?.(answer));
    child.on('close', () => {
      for (const [id, resolve] of this.#waiting) resolve({ id, error: `its process ended\n${this.#output}` });
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (piece) => {
        this.#output += piece;
      });
    }
    return child;
  }
}

type Ask = HostRequest extends infer Request ? (Request extends unknown ? Omit<Request, 'id'> : never) : never;
