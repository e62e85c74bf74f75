/** A place for a client to work in, and the client as a process that knows nothing of this machine's user. */

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from '../support/request-parts.ts';

export interface Sandbox {
  /** A git repository with one picture in it. */
  readonly cwd: string;
  readonly home: string;
  readonly remove: () => void;
}

export async function makeSandbox(): Promise<Sandbox> {
  const root = mkdtempSync(path.join(tmpdir(), 'redwolf-clients-'));
  const cwd = path.join(root, 'repository');
  const home = path.join(root, 'home');
  mkdirSync(cwd);
  mkdirSync(home);
  writeFileSync(path.join(cwd, 'dot.png'), Buffer.from(PNG, 'base64'));
  await new Promise((resolve) => spawn('git', ['init', '-q'], { cwd, stdio: 'ignore' }).on('close', resolve));
  return { cwd, home, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export interface ClientRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly isLate: boolean;
  readonly ms: number;
}

export interface ClientOptions {
  readonly sandbox: Sandbox;
  readonly env: Readonly<Record<string, string>>;
  readonly limitSeconds: number;
}

/** Runs the client to its end, or ends its whole process group at the limit. */
export function runClient(program: string, args: readonly string[], options: ClientOptions): Promise<ClientRun> {
  const { sandbox, env, limitSeconds } = options;
  const startedAt = Date.now();
  const child = spawn(program, args, {
    cwd: sandbox.cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: sandbox.home, TERM: 'dumb', LANG: 'C.UTF-8', ...env },
  });
  let stdout = '';
  let stderr = '';
  let isLate = false;
  child.stdout.on('data', (piece) => {
    stdout += piece;
  });
  child.stderr.on('data', (piece) => {
    stderr += piece;
  });
  const timer = setTimeout(() => {
    isLate = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, limitSeconds * 1000);
  return new Promise((resolve) => {
    const finish = (code: number | null) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr, isLate, ms: Date.now() - startedAt });
    };
    child.on('error', (error) => {
      stderr += String(error);
      finish(null);
    });
    child.on('close', finish);
  });
}

/** How the run itself ended badly, if it did. */
export function runFaults({ code, isLate, stdout, stderr }: ClientRun): string[] {
  if (isLate) return ['the client did not end in time'];
  return code === 0 ? [] : [`the client ended with ${code}: ${(stdout + stderr).slice(-400)}`];
}

/** Files that are not as the task leaves them. */
export function fileFaults({ cwd }: Sandbox, files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).flatMap(([name, expected]) => {
    const got = readIfThere(path.join(cwd, name));
    return got === expected ? [] : [`file ${name}: ${JSON.stringify(got)}, ${JSON.stringify(expected)} expected`];
  });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
