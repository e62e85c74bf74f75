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
}

/** What one pass said of a turn: first what is most right. */
export type Label = readonly Intent[];

/** All turns of one file. */
export function readSessions(file: string, persona: string): readonly Turn[] {
  const turns: Turn[] = [];
  let lang = 'en';
  let session = 0;
  let open: OpenTurn | undefined;
  const close = () => {
    if (open !== undefined) turns.push({ persona, lang, ...open.turn, text: open.lines.join('\n') });
  };
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.startsWith('# lang:')) lang = line.slice(7).trim();
    if (line.startsWith('## ')) {
      close();
      open = undefined;
      session++;
    } else if (line.startsWith('>')) {
      close();
      open = nextTurn(open, `${persona}/s${session}.`, line.slice(1).trim());
    } else if (line.startsWith('|')) open?.lines.push(line.slice(1).replace(/^ /, ''));
    else if (line.startsWith('@')) open?.tools.push(...line.slice(1).split(';').map((tool) => tool.trim()));
    else if (line.startsWith('<')) open?.said.push(line.slice(1).trim());
  }
  close();
  return turns;
}

interface OpenTurn {
  readonly number: number;
  readonly turn: Omit<Turn, 'text' | 'persona' | 'lang'>;
  readonly lines: string[];
  /** What the agent did and said after it. */
  readonly tools: string[];
  readonly said: string[];
}

function nextTurn(before: OpenTurn | undefined, prefix: string, text: string): OpenTurn {
  const number = (before?.number ?? 0) + 1;
  const turn = {
    id: `${prefix}${number}`,
    previous: before === undefined ? null : before.lines.join('\n'),
    agentText: before === undefined ? null : before.said.join('\n'),
    tools: before?.tools ?? [],
  };
  return { number, turn, lines: [text], tools: [], said: [] };
}

/** The labels of one pass, by the id of the turn; none where the file is not there. */
export function readLabels(file: string, persona: string): ReadonlyMap<string, Label> {
  if (!existsSync(file)) return new Map();
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '');
  return new Map(
    lines.map((line) => {
      const [turn = '', ...labels] = line.split(/[\t, ]+/).filter((part) => part !== '');
      return [`${persona}/${turn}`, labels.map((label) => intentOf(label, `${file}: ${line}`))];
    }),
  );
}

function intentOf(text: string, where: string): Intent {
  const intent = INTENTS.find((known) => known === text);
  if (intent === undefined) throw new TypeError(`${where}: there is no label "${text}"`);
  return intent;
}

/** Names of all personas, sorted. */
export function personasIn(directory: string): readonly string[] {
  return readdirSync(join(directory, 'sessions'))
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.slice(0, -4))
    .sort();
}
