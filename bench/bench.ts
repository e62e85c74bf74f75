/** `npm run bench`: see README.md. */

import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { listOption, numberOption, option } from './args.ts';
import { type BenchEnvironment, prepare } from './environment.ts';
import { type Measurement, measure, type Subject } from './measure.ts';
import { memory } from './process-tree.ts';
import { line, table } from './report.ts';
import { type Api, SCENARIOS, type Scenario } from './scenarios.ts';
import { type Environment, type Running, TARGETS } from './targets.ts';

const targetNames = listOption('targets', ['direct', 'node-min', 'node-min-convert', 'redwolf']);
const scenarioIds = listOption('scenarios', ['S1', 'S2', 'S3', 'S4', 'S5', 'S7']);
const rounds = numberOption('rounds', 3);
const seconds = numberOption('secs', 3);
const outFile = option('out', '');

/** Processes to end, whatever happens. */
const started: Running[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'redwolf-bench-'));

process.on('exit', () => {
  for (const running of started) running.stop();
  rmSync(folder, { recursive: true, force: true });
});
process.on('SIGINT', () => process.exit(130));

await main();
process.exit(0);

async function main(): Promise<void> {
  checkNames();
  const environment = await prepare(folder, started);
  const results: Measurement[] = [];
  for (const api of ['anthropic', 'openai'] as const) results.push(...(await benchApi(api, environment)));
  console.log(table(results, scenarioIds, targetNames));
}

/** All scenarios whose platform speaks this API: the targets are started once for them. */
async function benchApi(api: Api, environment: BenchEnvironment): Promise<Measurement[]> {
  const mine = scenarioIds.filter((id) => scenarioOf(id).platform === api);
  const subjects = await startTargets(mine, api, environment);
  const results: Measurement[] = [];
  for (let number = 0; number < rounds; number++) {
    for (const scenarioId of mine) {
      const scenario = scenarioOf(scenarioId);
      const able = subjects.filter(({ target }) => target.serves(scenario));
      // Every second round the other way round, so that no target always has the same neighbour.
      for (const subject of number % 2 === 1 ? able.toReversed() : able) {
        const round = { scenarioId, scenario, number, seconds };
        results.push(...(await measureOne(subject, round, environment)));
      }
    }
  }
  for (const { running } of subjects) running.stop();
  await wait(700);
  return results;
}

async function measureOne(...args: Parameters<typeof measure>): Promise<Measurement[]> {
  const [subject, round] = args;
  try {
    const result = await measure(...args);
    console.error(line(result));
    if (outFile !== '') appendFileSync(outFile, `${JSON.stringify(result)}\n`);
    return [result];
  } catch (error) {
    console.error(`${round.scenarioId} ${subject.name} round ${round.number}: FAILED ${error}`);
    return [];
  }
}

async function startTargets(ids: readonly string[], api: Api, environment: Environment): Promise<Subject[]> {
  const subjects: Subject[] = [];
  for (const name of targetNames) {
    const target = TARGETS[name];
    if (target === undefined || !ids.some((id) => target.serves(scenarioOf(id)))) continue;
    const running = await target.start(environment, api);
    started.push(running);
    await wait(400);
    const { pid } = running;
    if (pid !== undefined) console.error(`# ${name} (${api}): pid ${pid}, ${memory(pid)} MB at start`);
    subjects.push({ name, target, running });
  }
  return subjects;
}

function scenarioOf(id: string): Scenario {
  const scenario = SCENARIOS[id];
  if (scenario === undefined) throw new Error(`no scenario ${id}`);
  return scenario;
}

function checkNames(): void {
  for (const [kind, names, known] of [
    ['target', targetNames, TARGETS],
    ['scenario', scenarioIds, SCENARIOS],
  ] as const) {
    for (const name of names) {
      if (name in known) continue;
      console.error(`There is no ${kind} "${name}". There are: ${Object.keys(known).join(', ')}.`);
      process.exit(2);
    }
  }
}
