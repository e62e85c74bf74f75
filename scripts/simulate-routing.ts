/**
 * What a week of coding sessions costs under four policies, at cached prices:
 *
 *     npm run simulate -- --seed 1 [--seeds 20] [--sessions 200] [--prices FILE.json] [--risk 0.1]
 *
 * Nothing is called: sessions are made up from the seed, and the decision is the one of src/routing/smart. With `--seeds`, so many
 * seeds from `--seed` on, and the worst one for ours is shown. Ends with 1 where ours breaks its word.
 */

import { parseArgs } from 'node:util';
import { classifierLabels, type Labels, perfectLabels, ToldClassifier } from './simulation/labels.ts';
import { smartOf } from './simulation/models.ts';
import { type Policy, policiesOf } from './simulation/policies.ts';
import { seededRandom } from './simulation/random.ts';
import { type Outcome, runWeek } from './simulation/run-week.ts';
import { weekOf } from './simulation/sessions.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    sessions: { type: 'string', default: '200' },
    prices: { type: 'string' },
    risk: { type: 'string', default: '0.1' },
  },
});
const first = numberOf('seed', values.seed);
const seeds = Array.from({ length: numberOf('seeds', values.seeds) }, (_, index) => first + index);
const sessions = numberOf('sessions', values.sessions);
const classifier = new ToldClassifier();
const smart = { ...smartOf(values.prices, numberOf('risk', values.risk)), classifier };
const policies = policiesOf(smart, classifier);

const kept = [
  simulate('Perfect labels', perfectLabels),
  simulate('Labels of the classifier, on personas that it has not learned from', classifierLabels()),
];
if (kept.includes(false)) process.exitCode = 1;

/** @returns whether ours is never dearer than per-turn routing, nor less often on the best model, nor unsafe */
function simulate(title: string, labels: Labels): boolean {
  const runs = seeds.map((seed) => ({ seed, outcomes: outcomesOf(seed, labels) }));
  const [worst] = runs.toSorted((a, b) => advantage(a.outcomes) - advantage(b.outcomes));
  if (worst === undefined) throw new RangeError('--seeds must be at least 1');
  const broken = runs.filter(({ outcomes }) => !isKept(outcomes));
  console.log(`\n${title}: ${sessions} sessions, ${seeds.length > 1 ? 'worst of seeds' : 'seed'} ${seedNames()}`);
  if (seeds.length > 1) console.log(`Shown: seed ${worst.seed}.`);
  console.table(Object.fromEntries(worst.outcomes.map((outcome, index) => [policies[index]?.name, row(outcome)])));
  const saved = runs.map(({ outcomes }) => advantage(outcomes) * 100);
  const [least, most] = [Math.min(...saved), Math.max(...saved)].map((share) => share.toFixed(2));
  console.log(`Ours against per turn: ${least} % to ${most} % cheaper.`);
  console.log(
    broken.length === 0
      ? 'Kept: ours is never dearer than per-turn routing without the gate, at an equal or higher share on the best model.'
      : `BROKEN for the seeds ${broken.map(({ seed }) => seed).join(', ')}.`,
  );
  return broken.length === 0;
}

function outcomesOf(seed: number, labels: Labels): readonly Outcome[] {
  const week = weekOf(sessions, seededRandom(seed));
  const [best] = smart.models;
  if (best === undefined) throw new RangeError('there must be a model');
  return policies.map((policy: Policy) => runWeek(week, policy, labels, { best, seed }));
}

function isKept(outcomes: readonly Outcome[]): boolean {
  const [perTurn, ours] = lastTwo(outcomes);
  return ours.cost <= perTurn.cost && ours.onBest >= perTurn.onBest && ours.unsafe === 0;
}

/** How much cheaper ours is than per-turn routing, as a share. */
function advantage(outcomes: readonly Outcome[]): number {
  const [perTurn, ours] = lastTwo(outcomes);
  return 1 - ours.cost / perTurn.cost;
}

function lastTwo([, , perTurn, ours]: readonly Outcome[]): readonly [Outcome, Outcome] {
  if (perTurn === undefined || ours === undefined) throw new TypeError('four policies are compared');
  return [perTurn, ours];
}

function row({ cost, requests, switches, unsafe, onBest }: Outcome): object {
  return {
    'USD a session': (cost / sessions).toFixed(3),
    requests,
    switches,
    unsafe,
    'on best': `${(onBest * 100).toFixed(1)} %`,
  };
}

function seedNames(): string {
  return seeds.length > 1 ? `${first} to ${seeds.at(-1)}` : String(first);
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  console.error(`--${name} must be a number above 0.`);
  process.exit(2);
}
