/** How well a classifier does on turns that it has not learned from. */

import { intentFeatures } from '../../src/routing/intent/features.ts';
import type { Intent, Tier } from '../../src/routing/intent/intents.ts';
import type { Classifier, Probabilities } from '../../src/routing/intent/model.ts';
import { mostLikely, safeTier, strengthOf, tierOf } from '../../src/routing/smart/tiers.ts';
import { inputOf, judged, type Row } from './rows.ts';

/** Stands for what a turn continues, which is left out of the tiers. */
const WEAKEST: Tier = 'small';
const DIAL = [0.05, 0.1, 0.2, 0.3, 0.5];

/** What it says of a turn. */
interface Answer {
  readonly row: Row;
  readonly probabilities: Probabilities;
}

/** @returns lines to print: each persona, each language, all; and what the dial of smart routing makes of it */
export function reportOf(classifier: Classifier, rows: readonly Row[]): readonly string[] {
  const answers = rows.map((row) => ({ row, probabilities: classifier.predict(intentFeatures(inputOf(row.turn))) }));
  const personas = new Set(rows.map(({ turn }) => turn.persona));
  const of = (is: (row: Row) => boolean) => answers.filter(({ row }) => is(row));
  return [
    ...Array.from(personas, (persona) =>
      lineOf(
        persona,
        of(({ turn }) => turn.persona === persona),
      ),
    ),
    ...['zh', 'en'].map((lang) =>
      lineOf(
        lang,
        of(({ turn }) => turn.lang.startsWith(lang)),
      ),
    ),
    lineOf('all', answers),
    ...DIAL.map((risk) => dialLine(risk, answers)),
  ];
}

function lineOf(name: string, answers: readonly Answer[]): string {
  const share = (is: (answer: Answer) => boolean, among = answers) => percent(among.filter(is).length, among.length);
  const strict = share(({ row, probabilities }) => judged(row, bestOf(probabilities)).isStrict);
  const lenient = share(({ row, probabilities }) => judged(row, bestOf(probabilities)).isLenient);
  const tiered = answers.filter(({ row, probabilities }) => isNew(row) && bestOf(probabilities) !== 'continue');
  const tier = ({ probabilities }: Answer) => tierOf(bestOf(probabilities), WEAKEST);
  const low = share((answer) => isTooWeak(answer.row, tier(answer)), tiered);
  const high = share((answer) => isTooStrong(answer.row, tier(answer)), tiered);
  return `${named(name, answers.length)}  strict ${strict}  lenient ${lenient}  too low ${low}  too high ${high}`;
}

/** Of turns that bring something new: how often the tier that the dial allows is another than they need. */
function dialLine(risk: number, answers: readonly Answer[]): string {
  const tiered = answers
    .filter(({ row }) => isNew(row))
    .map(({ row, probabilities }) => ({ row, tier: safeTier(probabilities, risk, 'best') }));
  const share = (is: (answer: { row: Row; tier: Tier }) => boolean) => percent(tiered.filter(is).length, tiered.length);
  const low = share(({ row, tier }) => isTooWeak(row, tier));
  const high = share(({ row, tier }) => isTooStrong(row, tier));
  const best = share(({ tier }) => tier === 'best');
  return `${named(`dial ${risk}`, tiered.length)}  too low ${low}  too high ${high}  to the best ${best}`;
}

function named(name: string, count: number): string {
  return `${name.padEnd(28)} ${String(count).padStart(5)}`;
}

function percent(count: number, of: number): string {
  return `${((100 * count) / of).toFixed(1)} %`.padStart(7);
}

function bestOf(probabilities: Probabilities): Intent {
  return mostLikely(probabilities)[0] ?? 'modify';
}

function isNew({ labels }: Row): boolean {
  return labels[0]?.[0] !== 'continue';
}

function isTooWeak(row: Row, tier: Tier): boolean {
  return strengthOf(tier) < Math.min(...strengthsOf(row));
}

function isTooStrong(row: Row, tier: Tier): boolean {
  return strengthOf(tier) > Math.max(...strengthsOf(row));
}

/** Of the tiers that its labels need. */
function strengthsOf({ labels }: Row): readonly number[] {
  return labels
    .flat()
    .filter((intent) => intent !== 'continue')
    .map((intent) => strengthOf(tierOf(intent, WEAKEST)));
}
