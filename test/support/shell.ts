/** Runs a command in a POSIX shell in which curl only says what it was told. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Told {
  readonly args: readonly string[];
  readonly body: Buffer;
}

const CURL = `#!/bin/sh
printf '%s\\0' "$@" > "$TOLD/args"
exec cat > "$TOLD/body"
`;

/** What curl was told; rejects a command that fails. */
export function tellCurl(command: string, environment: Readonly<Record<string, string>> = {}): Told {
  const { args, body, status, stderr } = tryCurl(command, environment);
  assert.equal(status, 0, `${stderr}\n${command}`);
  return { args, body };
}

/** The same, of any command. */
export function tryCurl(command: string, environment: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'redwolf-test-'));
  try {
    writeFileSync(join(folder, 'curl'), CURL, { mode: 0o755 });
    writeFileSync(join(folder, 'command'), command);
    writeFileSync(join(folder, 'args'), '');
    writeFileSync(join(folder, 'body'), '');
    const env = { PATH: `${folder}:${process.env['PATH']}`, TOLD: folder, ...environment };
    const { status, stdout, stderr } = spawnSync('sh', [join(folder, 'command')], { env, cwd: folder });
    const args = readFileSync(join(folder, 'args'), 'utf8').split('\0').slice(0, -1);
    return { args, body: readFileSync(join(folder, 'body')), status, stderr: String(stderr), stdout: String(stdout) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
