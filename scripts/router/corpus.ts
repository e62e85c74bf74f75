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
  const turns: OpenTurn[] = [];
  let language = lang;
  let session = 0;
  let story = beginning();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const rest = line.slice(1).trim();
    const open = (situation: Situation, id: string) => {
      turns.push(openTurn(situation, { id, persona, lang: language }, rest));
    };
    if (line.startsWith('# lang:')) language = line.slice(7).trim();
    else if (line.startsWith('## ')) {
      story = beginning();
      session++;
    } else if (line.startsWith('>')) {
      const situation = situationAfter(story);
      const number = story.number + 1;
      open(situation, `${persona}/s${session}.${number}`);
      story = { number, turn: turns.at(-1), situation, replies: 0, tools: [], said: [] };
    } else if (line.startsWith('=')) {
      story.replies++;
      open(story.situation, `${persona}/s${session}.${story.number}=${story.replies}`);
    } else if (line.startsWith('|')) turns.at(-1)?.lines.push(line.slice(1).replace(/^ /, ''));
    else if (line.startsWith('@')) story.tools.push(...rest.split(';').map((tool) => tool.trim()));
    else if (line.startsWith('<')) story.said.push(rest);
  }
  return turns.map(({ lines, ...turn }) => ({ ...turn, text: lines.join('\n') }));
}

type Situation = Pick<Turn, 'previous' | 'agentText' | 'tools'>;

const NOTHING_YET: Situation = { previous: null, agentText: null, tools: [] };

interface OpenTurn extends Omit<Turn, 'text'> {
  readonly lines: string[];
}

interface Story {
  readonly number: number;
  /** Undefined before the first one. */
  readonly turn: OpenTurn | undefined;
  /** In which it was said. */
  readonly situation: Situation;
  /** What others would have said in its place. */
  replies: number;
  /** What the agent did and said after it. */
  readonly tools: string[];
  readonly said: string[];
}

function beginning(): Story {
  return { number: 0, turn: undefined, situation: NOTHING_YET, replies: 0, tools: [], said: [] };
}

function situationAfter({ turn, tools, said }: Story): Situation {
  if (turn === undefined && said.length + tools.length === 0) return NOTHING_YET;
  return { previous: turn?.lines.join('\n') ?? null, agentText: said.join('\n'), tools };
}

/** `[modify,continue] the user's words` */
const LABELLED = new RegExp(`^\\[((?:${INTENTS.join('|')}|[, ])+)\\]\\s*(.*)$`, 's');

function openTurn(situation: Situation, which: Pick<Turn, 'id' | 'persona' | 'lang'>, text: string): OpenTurn {
  const [, label = '', words = text] = LABELLED.exec(text) ?? [];
  return { ...which, ...situation, label: labelOf(label, which.id), lines: [words] };
}

/** What the passes over turns said of one: by its id, one label of each pass that has seen it. */
export type Passes = ReadonlyMap<string, readonly Label[]>;

/** @param names of passes, which are folders of `labels`; `who` is the file that was labelled */
export function readPasses(directory: string, names: readonly string[], who: string): Passes {
  const labels = new Map<string, readonly Label[]>();
  for (const name of names) {
    for (const [id, label] of readLabels(join(directory, 'labels', name, `${who}.tsv`), who)) {
      labels.set(id, [...(labels.get(id) ?? []), label]);
    }
  }
  return labels;
}

/** The labels of one pass, with the id of each turn; none where the file is not there. */
function readLabels(file: string, who: string): readonly (readonly [id: string, label: Label])[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [turn = '', label = ''] = line.split('\t');
    return [`${who}/${turn}`, labelOf(label, `${file}: ${line}`)];
  });
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
