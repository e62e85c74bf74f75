/** Turns and single prompts as what the classifier learns from. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { intentFeatures } from '../../src/routing/intent/features.ts';
import { type IntentInput, NOTHING_BEFORE } from '../../src/routing/intent/intent-input.ts';
import { INTENTS, type Intent } from '../../src/routing/intent/intents.ts';
import { agentText as readAgentText } from '../../src/routing/reading/agent-text.ts';
import { divide } from '../../src/routing/reading/lines.ts';
import { type Label, namesIn, readPasses, readSessions, type Turn } from './corpus.ts';
import type { Example, Origin } from './learn.ts';

/** One text, and what was said of it. */
export interface Row {
  readonly turn: Turn;
  readonly labels: readonly Label[];
}

/** How much the second choice counts. */
const ALTERNATIVE = 0.2;

/** All labelled turns of the sessions. */
export function corpusRows(directory: string): readonly Row[] {
  return rowsOf(directory, 'sessions', ['a', 'b']);
}

/** Pieces of sessions. */
export function snippetRows(directory: string): readonly Row[] {
  return rowsOf(directory, 'snippets', ['c']);
}

/** First messages as anybody would write them, and small talk. */
export function plainRows(directory: string): readonly Row[] {
  return rowsOf(directory, 'plain', ['c']);
}

/** Turns as the passes labelled them; those that none has seen, as their writers did. */
function rowsOf(directory: string, folder: string, passes: readonly string[]): readonly Row[] {
  return namesIn(join(directory, folder)).flatMap((name) => {
    const said = readPasses(directory, passes, name);
    return readSessions(join(directory, folder, `${name}.txt`), name, name.slice(0, 2))
      .map((turn) => ({ turn, labels: said.get(turn.id) ?? [turn.label].filter(({ length }) => length > 0) }))
      .filter(({ labels }) => labels.length > 0);
  });
}

/** Prompts without a conversation, one JSON object a line: `{id, text, lang, scene, alt?, source}`. */
export function publicRows(file: string): readonly Row[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const { id, text, lang, scene, alt = [], source } = JSON.parse(line);
    const turn = { id, persona: source, lang, text, previous: null, agentText: null, tools: [], label: [] };
    return { turn, labels: [[scene, ...alt]] };
  });
}

/** @param withContext without it, as if the user had said it to nobody */
export function exampleOf(row: Row, origin: Origin, weight: number, withContext = true): Example {
  return { features: intentFeatures(inputOf(row.turn, withContext)), origin, target: targetOf(row), weight };
}

/** What the classifier would see of a turn. */
export function inputOf({ text, previous, agentText, tools }: Turn, withContext = true): IntentInput {
  const { prose, code, log } = divide(text.replace('[image]', ''));
  const agent = readAgentText(agentText ?? '');
  return {
    prose,
    codeLines: code.lines,
    logLines: log.lines,
    hasImage: text.includes('[image]'),
    slashCommand: /^\/([\w:-]+)/.exec(text)?.[1] ?? null,
    ...(withContext
      ? {
          previous: previous === null ? null : divide(previous).prose,
          agentText: agentText === null ? null : agent.end,
          agentAsks: agent.asks,
          agentOffers: agent.offers,
          tools: tools.map((tool) => tool.split(' ', 1)[0] ?? ''),
          hasFailed: tools.some((tool) => /!(failed|error)/.test(tool)),
          extensions: [...new Set(tools.flatMap(extensionsOf))],
        }
      : NOTHING_BEFORE),
  };
}

function extensionsOf(tool: string): readonly string[] {
  const files = tool.replace(/!.*$/, '').match(/\.([A-Za-z][A-Za-z0-9]{0,5})(?=["'\s]|$)/g) ?? [];
  return files.map((ending) => ending.slice(1).toLowerCase());
}

/** How right each intent is, in the order of `INTENTS`; together 1. */
function targetOf({ labels }: Row): readonly number[] {
  const shares = INTENTS.map(() => 0);
  for (const [first, ...others] of labels) {
    const rest = others.length === 0 ? 0 : ALTERNATIVE;
    add(shares, first, (1 - rest) / labels.length);
    for (const other of others) add(shares, other, rest / others.length / labels.length);
  }
  return shares;
}

/** Whether an intent is what the first pass said; and whether any pass named it at all. */
export function judged({ labels }: Row, intent: Intent): { readonly isStrict: boolean; readonly isLenient: boolean } {
  return { isStrict: labels[0]?.[0] === intent, isLenient: labels.some((label) => label.includes(intent)) };
}

function add(shares: number[], intent: Intent | undefined, share: number): void {
  const index = intent === undefined ? -1 : INTENTS.indexOf(intent);
  if (index >= 0) shares[index] = (shares[index] ?? 0) + share;
}
