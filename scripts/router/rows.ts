/** Turns and single prompts as what the classifier learns from. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INTENTS, type Intent } from '../../src/routing/intent/intents.ts';
import { type Label, personasIn, readLabels, readSessions, type Turn } from './corpus.ts';

/** One text, and how right each intent is for it. */
export interface Row {
  readonly turn: Turn;
  /** Of one pass each; there is one at least. */
  readonly labels: readonly Label[];
}

/** How much the second choice of a pass counts. */
const ALTERNATIVE = 0.2;

/** All labelled turns of the sessions. */
export function corpusRows(directory: string): readonly Row[] {
  return personasIn(directory).flatMap((persona) => {
    const passes = ['a', 'b'].map((pass) => readLabels(join(directory, 'labels', pass, `${persona}.tsv`), persona));
    return readSessions(join(directory, 'sessions', `${persona}.txt`), persona).flatMap((turn) => {
      const labels = passes.flatMap((pass) => pass.get(turn.id) ?? []).length > 0 ? passes.flatMap((pass) => withLabel(pass.get(turn.id))) : [];
      return labels.length === 0 ? [] : [{ turn, labels }];
    });
  });
}

function withLabel(label: Label | undefined): readonly Label[] {
  return label === undefined || label.length === 0 ? [] : [label];
}

/** Prompts without a conversation, one JSON object a line: `{text, lang, scene, alt?, source}`. */
export function publicRows(file: string): readonly Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { id, text, lang, scene, alt = [], source } = JSON.parse(line);
      const turn = { id, persona: source, lang, text, previous: null, agentText: null, tools: [] };
      return { turn, labels: [[scene, ...alt]] };
    });
}

/** How right each intent is, in the order of `INTENTS`; together 1. */
export function targetOf({ labels }: Row): readonly number[] {
  const shares = INTENTS.map(() => 0);
  for (const [first, ...others] of labels) {
    const rest = others.length === 0 ? 0 : ALTERNATIVE;
    add(shares, first, (1 - rest) / labels.length);
    for (const other of others) add(shares, other, rest / others.length / labels.length);
  }
  return shares;
}

/** Whether an intent is what a pass put first; and whether any pass named it at all. */
export function judged({ labels }: Row, intent: Intent): { readonly isStrict: boolean; readonly isLenient: boolean } {
  const isStrict = labels[0]?.[0] === intent;
  return { isStrict, isLenient: isStrict || labels.some((label) => label.includes(intent)) };
}

function add(shares: number[], intent: Intent | undefined, share: number): void {
  const index = INTENTS.findIndex((known) => known === intent);
  shares[index] = (shares[index] ?? 0) + share;
}
