import { execFileSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/support/free-port.ts';
import { option } from './args.ts';
import { type Environment, type Running, startPinned, untilListening } from './targets.ts';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const PLATFORM_CPU = 1;

export interface BenchEnvironment extends Environment {
  /** Path of the compiled program. */
  readonly rwbench: string;
}

/** Compiles rwbench and starts the platform. @param started gets what is to be ended @param folder for logs and data */
export async function prepare(folder: string, started: Running[]): Promise<BenchEnvironment> {
  const rwbench = compile();
  const platformPort = await freePort();
  const platform = startPinned(PLATFORM_CPU, rwbench, ['mock', String(platformPort)], folder);
  started.push({ pid: platform.pid, port: platformPort, stop: () => platform.kill('SIGTERM') });
  await untilListening(platformPort);
  const redwolf = process.env['REDWOLF_DIR'] ?? path.dirname(HERE);
  const own = path.join(redwolf, 'node_modules/.bin/node');
  const node = option('node', existsSync(own) ? own : process.execPath);
  return { folder, platformPort, redwolf, node, rwbench };
}

/** Compiles rwbench, unless it is newer than its sources. */
function compile(): string {
  const program = path.join(HERE, 'rwbench/rwbench');
  const sources = globSync(path.join(HERE, 'rwbench/*.c'));
  const isDue = !existsSync(program) || sources.some((file) => statSync(file).mtimeMs > statSync(program).mtimeMs);
  if (isDue) execFileSync('gcc', ['-O2', '-o', program, ...sources], { stdio: 'inherit' });
  return program;
}
