/**
 * Trains the classifier of smart routing from data/router, and says how it does on the personas that it has not seen:
 *
 *     npm run train-router [-- --dry-run] [--seeds 3] [--leave-out en-1,zh-1]
 *
 * The same data give the same weights. Takes six to nine minutes. With `--leave-out` it learns without these files of sessions or snippets, says
 * how it does on them, and writes nothing.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { intentFeatures } from '../src/routing/intent/features.ts';
import type { IntentModel } from '../src/routing/intent/model.ts';
import {
  countFeatures,
  type Example,
  frequentOf,
  type Learned,
  learn,
  meanOf,
  mostTelling,
  quantize,
} from './router/learn.ts';
import { reportOf } from './router/report.ts';
import { corpusRows, exampleOf, inputOf, plainRows, publicRows, type Row, snippetRows } from './router/rows.ts';

const DATA = fileURLToPath(new URL('../data/router', import.meta.url));
const WEIGHTS = fileURLToPath(new URL('../src/routing/intent/weights.bin.br', import.meta.url));
const OPTIONS = { epochs: 4, rate: 0.28 };
/** In how many examples a feature has to be, to be learned at all. */
const LEAST_EXAMPLES = 3;
/** What one row of each kind counts. A turn also counts without what went before it, as some clients send it so. */
const WEIGHT = { turn: 1, alone: 0.3, plain: 0.12, snippet: 0.4, public: 0.1 };
/** Packed, they stay below a megabyte. */
const MOST_FEATURES = 90_000;
const FIRST_SEED = 1;
/** Personas whose turns say how sure the classifier may be of itself. */
const CALIBRATING = 5;

const { values } = parseArgs({
  options: { 'dry-run': { type: 'boolean' }, seeds: { type: 'string' }, 'leave-out': { type: 'string' } },
});
const seeds = Array.from({ length: Number(values.seeds ?? 3) }, (_, index) => index + 1);
const dev = readFileSync(join(DATA, 'dev-personas.txt'), 'utf8')
  .split('\n')
  .filter((name) => name !== '');
const judgedBy = values['leave-out']?.split(',') ?? dev;
const isLeftOut = ({ turn }: Row) => dev.includes(turn.persona) || judgedBy.includes(turn.persona);

const turns = corpusRows(DATA);
const snippets = snippetRows(DATA);
const others = [
  ...plainRows(DATA).map((row) => exampleOf(row, 'session', WEIGHT.plain)),
  ...snippets.filter((row) => !isLeftOut(row)).map((row) => exampleOf(row, 'snippet', WEIGHT.snippet)),
  ...publicRows(join(DATA, 'public.jsonl')).map((row) => exampleOf(row, 'public', WEIGHT.public)),
];
const train = turns.filter((row) => !isLeftOut(row));
const judging = [...turns, ...snippets].filter(({ turn }) => judgedBy.includes(turn.persona));
const examples = examplesOf(train);
const features = findFeatures(examples);
const temperature = findTemperature();
const model = quantize(fit(examples, seeds), temperature);
console.log(`${train.length} turns and ${others.length} others; temperature ${temperature.toFixed(1)}`);
for (const line of reportOf(model, judging)) console.log(line);
if (values['dry-run'] !== true && values['leave-out'] === undefined)
  writeFileSync(WEIGHTS, brotliCompressSync(model.toBytes()));

function examplesOf(rows: readonly Row[]): readonly Example[] {
  return [
    ...rows.map((row) => exampleOf(row, 'session', WEIGHT.turn)),
    ...rows.map((row) => exampleOf(row, 'session', WEIGHT.alone, false)),
    ...others,
  ];
}

/** The features that are kept, told by learning all of them once. */
function findFeatures(examples: readonly Example[]): readonly number[] {
  const counts = countFeatures(examples);
  const all = learn(examples, frequentOf(counts, LEAST_EXAMPLES), { ...OPTIONS, seed: FIRST_SEED });
  return mostTelling(all, counts, MOST_FEATURES);
}

function fit(examples: readonly Example[], runs: readonly number[]): Learned {
  return meanOf(runs.map((seed) => learn(examples, features, { ...OPTIONS, seed })));
}

/** The one under which personas that were left out are least surprising. */
function findTemperature(): number {
  const personas = [...new Set(train.map(({ turn }) => turn.persona))];
  const out = personas.filter((_, index) => index % Math.ceil(personas.length / CALIBRATING) === 0);
  const weights = fit(examplesOf(train.filter(({ turn }) => !out.includes(turn.persona))), [FIRST_SEED]);
  const held = train.filter(({ turn }) => out.includes(turn.persona));
  const candidates = Array.from({ length: 26 }, (_, index) => 0.5 + index * 0.1);
  const surprise = candidates.map((candidate) => {
    const model = quantize(weights, candidate);
    return held.reduce((sum, row) => sum - Math.log(probabilityOfLabel(model, row)), 0);
  });
  return candidates[surprise.indexOf(Math.min(...surprise))] ?? 1;
}

function probabilityOfLabel(model: IntentModel, { turn, labels }: Row): number {
  const intent = labels[0]?.[0];
  return intent === undefined ? 1 : Math.max(1e-6, model.predict(intentFeatures(inputOf(turn)))[intent]);
}
