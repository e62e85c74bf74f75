/**
 * Trains the classifier of smart routing from data/router, and says how it does on the personas that it has not seen:
 *
 *     npm run train-router [-- --dry-run] [-- --seeds 5]
 *
 * The same data give the same weights. Takes a minute.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BUCKETS, intentFeatures } from '../src/routing/intent/features.ts';
import { INTENTS, type Intent, TIER_OF, TIERS } from '../src/routing/intent/intents.ts';
import type { IntentModel } from '../src/routing/intent/model.ts';
import { type Example, learn, meanOf, quantize } from './router/learn.ts';
import { corpusRows, exampleOf, inputOf, judged, publicRows, type Row, snippetRows } from './router/rows.ts';

const DATA = fileURLToPath(new URL('../data/router', import.meta.url));
const WEIGHTS = fileURLToPath(new URL('../src/routing/intent/weights.bin', import.meta.url));
const OPTIONS = { epochs: 8, rate: 0.1, decay: 1e-6, dropout: 0.2 };
/** What one row of each kind counts. A turn also counts without what went before it, as some clients send it so. */
const WEIGHT = { turn: 1, alone: 0.3, snippet: 0.5, public: 0.1 };
/** Features of which the classifier never sees any later: they take up that some kinds of wishes are rarer in life than here. */
const ORIGIN = { snippet: [BUCKETS - 1, BUCKETS - 1], public: [BUCKETS - 2, BUCKETS - 2] };
/** Personas whose turns say how sure the classifier may be of itself. */
const CALIBRATING = 5;

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean' }, seeds: { type: 'string' } } });
const seeds = Array.from({ length: Number(values.seeds ?? 5) }, (_, index) => index + 1);
const dev = readFileSync(join(DATA, 'dev-personas.txt'), 'utf8')
  .split('\n')
  .filter((name) => name !== '');

const turns = corpusRows(DATA);
const others = [
  ...snippetRows(DATA).map((row) => from('snippet', exampleOf(row, WEIGHT.snippet))),
  ...publicRows(join(DATA, 'public.jsonl')).map((row) => from('public', exampleOf(row, WEIGHT.public))),
];
const train = turns.filter(({ turn }) => !dev.includes(turn.persona));
const temperature = findTemperature();
const model = quantize(fit(train, seeds), temperature);
report(model);
if (values['dry-run'] !== true) writeFileSync(WEIGHTS, model.toBytes());

function from(origin: keyof typeof ORIGIN, example: Example): Example {
  return { ...example, buckets: [...example.buckets, ...ORIGIN[origin]] };
}

function fit(rows: readonly Row[], runs: readonly number[]): Float32Array {
  const examples: Example[] = [
    ...rows.map((row) => exampleOf(row, WEIGHT.turn)),
    ...rows.map((row) => exampleOf(row, WEIGHT.alone, false)),
    ...others,
  ];
  return meanOf(runs.map((seed) => learn(examples, { ...OPTIONS, seed })));
}

/** The one under which personas that were left out are least surprising. */
function findTemperature(): number {
  const personas = [...new Set(train.map(({ turn }) => turn.persona))];
  const out = personas.filter((_, index) => index % Math.ceil(personas.length / CALIBRATING) === 0);
  const weights = fit(
    train.filter(({ turn }) => !out.includes(turn.persona)),
    seeds.slice(0, 1),
  );
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

function report(model: IntentModel): void {
  const rows = turns.filter(({ turn }) => dev.includes(turn.persona));
  console.log(`${train.length} turns and ${others.length} others; temperature ${temperature.toFixed(1)}`);
  for (const persona of dev)
    console.log(
      line(
        persona,
        rows.filter(({ turn }) => turn.persona === persona),
        model,
      ),
    );
  for (const lang of ['zh', 'en'])
    console.log(
      line(
        lang,
        rows.filter(({ turn }) => turn.lang.startsWith(lang)),
        model,
      ),
    );
  console.log(line('all', rows, model));
}

function line(name: string, rows: readonly Row[], model: IntentModel): string {
  const answers = rows.map((row) => ({ row, intent: bestOf(model, row) }));
  const share = (count: number, of = rows.length) => `${((100 * count) / of).toFixed(1)} %`.padStart(7);
  const count = (is: (answer: { row: Row; intent: Intent }) => boolean) => answers.filter(is).length;
  const strict = count(({ row, intent }) => judged(row, intent).isStrict);
  const lenient = count(({ row, intent }) => judged(row, intent).isLenient);
  const tiered = answers.filter(({ row, intent }) => row.labels[0]?.[0] !== 'continue' && intent !== 'continue');
  const low = tiered.filter(({ row, intent }) => strength(intent) < Math.min(...namedBy(row).map(strength))).length;
  const high = tiered.filter(({ row, intent }) => strength(intent) > Math.max(...namedBy(row).map(strength))).length;
  const risks = `too low ${share(low, tiered.length)}  too high ${share(high, tiered.length)}`;
  return `${name.padEnd(28)} ${String(rows.length).padStart(5)}  strict ${share(strict)}  lenient ${share(lenient)}  ${risks}`;
}

function bestOf(model: IntentModel, { turn }: Row): Intent {
  const probabilities = model.predict(intentFeatures(inputOf(turn)));
  return INTENTS.reduce((best, intent) => (probabilities[intent] > probabilities[best] ? intent : best));
}

function namedBy({ labels }: Row): readonly Intent[] {
  return labels.flat().filter((intent) => intent !== 'continue');
}

function strength(intent: Intent): number {
  return intent === 'continue' ? 0 : TIERS.indexOf(TIER_OF[intent]);
}
