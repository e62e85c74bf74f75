/** Reads the sessions in data/router and what they were labelled as. Their form is told in data/router/README.md. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INTENTS, type Intent } from '../../src/routing/intent/intents.ts';

export interface Turn {
  /** `persona/s3.7`: the seventh turn of the third session. */
  readonly id: string;
  readonly persona: string;
  readonly lang: string;
  readonly text: string;
  /** What the user had said before; null at the beginning of a session. */
  readonly previous: string | null;
  readonly agentText: string | null;
  /** As they were written down: `Bash npm test !failed`. */
  readonly tools: readonly string[];
  /** What its writer said of it, where they did. */
  readonly label: Label;
}

/** What somebody said of a turn: first what is most right. */
export type Label = readonly Intent[];

/** All turns of one file. @param lang where the file does not say it */
export function readSessions(file: string, persona: string, lang = 'en'): readonly Turn[] {
  const turns: Turn[] = [];
  let language = lang;
  let session = 0;
  let open = beginning();
  const close = () => {
    if (open.turn !== undefined) turns.push({ ...open.turn, persona, lang: language, text: open.lines.join('\n') });
  };
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const rest = line.slice(1).trim();
    if (line.startsWith('# lang:')) language = line.slice(7).trim();
    else if (line.startsWith('## ')) {
      close();
      open = beginning();
      session++;
    } else if (line.startsWith('>')) {
      close();
      open = nextTurn(open, `${persona}/s${session}.`, rest);
    } else if (line.startsWith('|')) open.lines.push(line.slice(1).replace(/^ /, ''));
    else if (line.startsWith('@')) open.tools.push(...rest.split(';').map((tool) => tool.trim()));
    else if (line.startsWith('<')) open.said.push(rest);
  }
  close();
  return turns;
}

/** `[modify,continue] the user's words` */
const LABELLED = new RegExp(`^\\[((?:${INTENTS.join('|')}|[, ])+)\\]\\s*(.*)$`, 's');

interface OpenTurn {
  readonly number: number;
  /** Undefined before the first one. */
  readonly turn: Omit<Turn, 'text' | 'persona' | 'lang'> | undefined;
  readonly lines: string[];
  /** What the agent did and said after it. */
  readonly tools: string[];
  readonly said: string[];
}

function beginning(): OpenTurn {
  return { number: 0, turn: undefined, lines: [], tools: [], said: [] };
}

function nextTurn(before: OpenTurn, prefix: string, text: string): OpenTurn {
  const number = before.number + 1;
  const [, label = '', words = text] = LABELLED.exec(text) ?? [];
  const isFirst = before.number === 0 && before.said.length + before.tools.length === 0;
  const turn = {
    id: `${prefix}${number}`,
    previous: before.turn === undefined ? null : before.lines.join('\n'),
    agentText: isFirst ? null : before.said.join('\n'),
    tools: before.tools,
    label: labelOf(label, `${prefix}${number}`),
  };
  return { number, turn, lines: [words], tools: [], said: [] };
}

/** The labels of one pass, by the id of the turn; none where the file is not there. */
export function readLabels(file: string, persona: string): ReadonlyMap<string, Label> {
  if (!existsSync(file)) return new Map();
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return new Map(
    lines.map((line) => {
      const [turn = '', label = ''] = line.split('\t');
      return [`${persona}/${turn}`, labelOf(label, `${file}: ${line}`)];
    }),
  );
}

function labelOf(text: string, where: string): Label {
  const names = text.split(/[, ]+/).filter((name) => name !== '');
  return names.map((name) => {
    const intent = INTENTS.find((known) => known === name);
    if (intent === undefined) throw new TypeError(`${where}: there is no label "${name}"`);
    return intent;
  });
}

/** Names of the files of a folder, without their ending, sorted. */
export function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.slice(0, -4))
    .sort();
}

/** The sessions of all personas, with the labels of both passes. */
export function readCorpus(directory: string): readonly { readonly turn: Turn; readonly labels: readonly Label[] }[] {
  return namesIn(join(directory, 'sessions')).flatMap((persona) => {
    const passes = ['a', 'b'].map((pass) => readLabels(join(directory, 'labels', pass, `${persona}.tsv`), persona));
    return readSessions(join(directory, 'sessions', `${persona}.txt`), persona).map((turn) => ({
      turn,
      labels: passes.map((pass) => pass.get(turn.id) ?? []).filter((label) => label.length > 0),
    }));
  });
}
