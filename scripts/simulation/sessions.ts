/**
 * What users and their agents do in a week, whoever answers: the same for every policy. The mix of intents and their lengths are
 * guesses, not measurements.
 */

import type { Intent } from '../../src/routing/intent/intents.ts';
import type { Random } from './random.ts';

/** One call of an agent. */
export interface Step {
  readonly kind: 'main' | 'continuation' | 'compaction';
  /** What the user wants in this turn. */
  readonly intent: Intent;
  /** How the request looks by itself to whoever does not know that it continues a turn. */
  readonly looksLike: Intent;
  /** Tokens of the conversation that it sends. */
  readonly context: number;
  readonly output: number;
  /** UTC milliseconds of its begin and end. */
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface Session {
  readonly steps: readonly Step[];
}

interface Habit {
  /** Share of turns. */
  readonly share: number;
  /** Median requests of a turn, and tokens of output of a request. */
  readonly requests: number;
  readonly output: number;
}

const HABITS: Readonly<Record<Exclude<Intent, 'side'>, Habit>> = {
  modify: { share: 38, requests: 8, output: 450 },
  explain: { share: 18, requests: 4, output: 600 },
  create: { share: 12, requests: 9, output: 900 },
  ops: { share: 9, requests: 4, output: 250 },
  continue: { share: 8, requests: 5, output: 450 },
  plan: { share: 5, requests: 4, output: 1_200 },
  docs: { share: 4, requests: 4, output: 800 },
  chat: { share: 3, requests: 1, output: 150 },
  data: { share: 3, requests: 5, output: 500 },
};

/** A tool's result by itself says next to nothing of the work. */
const LOOKS_OF_RESULTS: readonly (readonly [Intent, number])[] = [
  ['chat', 50],
  ['modify', 25],
  ['explain', 15],
  ['ops', 10],
];

const FIRST_MONDAY = Date.UTC(2026, 0, 5, 8);
const DAY = 86_400_000;
const WORKING_DAYS = 5;
const WORKING_HOURS = 9 * 3_600_000;
/** System text and tools of a coding agent. */
const BASE_TOKENS = 20_000;
/** Clients sum the conversation up before its window is full. */
const COMPACTED_ABOVE = 150_000;
const SAME_AGAIN = 0.35;
const TOKENS_PER_SECOND = 70;

/** @param sessions how many in the week */
export function weekOf(sessions: number, random: Random): readonly Session[] {
  return Array.from({ length: sessions }, () => sessionOf(random));
}

/** What a session always begins with is not lost when it is summed up. */
export function sharedPrefix(): number {
  return BASE_TOKENS;
}

function sessionOf(random: Random): Session {
  const steps: Step[] = [];
  const turns = Math.max(1, Math.round(random.around(8, 0.7)));
  let now = FIRST_MONDAY + Math.floor(random.next() * WORKING_DAYS) * DAY + random.next() * WORKING_HOURS;
  let context = BASE_TOKENS;
  let intent: Intent = 'modify';
  const call = (kind: Step['kind'], output: number) => {
    const endedAt = now + 1_500 + (output / TOKENS_PER_SECOND) * 1_000;
    const looksLike = kind === 'continuation' ? random.pick(LOOKS_OF_RESULTS) : intent;
    steps.push({ kind, intent, looksLike, context: Math.round(context), output, startedAt: now, endedAt });
    now = endedAt;
    context += output;
  };
  for (let turn = 0; turn < turns; turn++) {
    if (context > COMPACTED_ABOVE) {
      call('compaction', Math.round(random.around(2_500, 0.3)));
      context = BASE_TOKENS + (steps.at(-1)?.output ?? 0);
    }
    intent = nextIntent(turn === 0 ? undefined : intent, random);
    const { requests, output } = HABITS[intent === 'side' ? 'chat' : intent];
    const count = Math.max(1, Math.round(random.around(requests, 0.7)));
    context += random.around(100, 1.2);
    for (let request = 0; request < count; request++) {
      call(request === 0 ? 'main' : 'continuation', Math.round(random.around(output, 0.8)));
      now += random.around(3_000, 1.2);
      context += request === count - 1 ? 0 : random.around(900, 1.2);
    }
    // One pause in nine is longer than a cache of five minutes lives.
    now += random.around(60_000, 1.3);
  }
  return { steps };
}

function nextIntent(before: Intent | undefined, random: Random): Intent {
  const wanted = Object.entries(HABITS).map(([intent, { share }]) => [intent as Intent, share] as const);
  if (before === undefined) return random.pick(wanted.filter(([intent]) => intent !== 'continue'));
  return before !== 'continue' && random.next() < SAME_AGAIN ? before : random.pick(wanted);
}
