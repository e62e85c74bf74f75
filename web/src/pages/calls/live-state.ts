/** What the page knows of calls since the list was read. It never grows beyond a bound. */

import type { CallView } from '../../../../src/admin/contract/calls.ts';
import type { LiveEvents } from '../../../../src/admin/contract/live.ts';

type Started = LiveEvents['started'];

/** What is heard; `opened`: the feed is heard anew, and tells first what is running. */
export type LiveEvent =
  | { readonly [Name in keyof LiveEvents]: { readonly name: Name; readonly data: LiveEvents[Name] } }[keyof LiveEvents]
  | { readonly name: 'opened' };

export interface LiveState {
  /** All of them, whatever the filter; newest first. */
  readonly running: readonly Started[];
  /** Calls that have ended, above those that were read; newest first. */
  readonly rows: readonly CallView[];
  /** Those that wait until the reader is ready for them; newest first. */
  readonly waiting: readonly CallView[];
  /** How many more there are that are not held here: beyond the bound, or such as only the gateway finds. */
  readonly missed: number;
  /** The list has to be read anew. */
  readonly isStale: boolean;
}

export const NOTHING_LIVE: LiveState = { running: [], rows: [], waiting: [], missed: 0, isStale: false };

export const MOST_LIVE = 2_000;
const MOST_RUNNING = 200;

export interface Hearing {
  readonly isPaused: boolean;
  readonly fits: (call: CallView) => boolean;
  /** False: new calls are counted only. */
  readonly isTellable: boolean;
  /** Whether a call stands in the list that was read. */
  readonly isKnown: (id: string) => boolean;
}

/** Takes in what was heard, in its order. */
export function hear(state: LiveState, events: readonly LiveEvent[], hearing: Hearing): LiveState {
  const running = runningAfter(state.running, events);
  const words = new Map<string, string>();
  const ended = new Map<string, CallView>();
  for (const event of events) {
    if (event.name === 'words') words.set(event.data.id, event.data.words);
    if (event.name === 'call') ended.set(event.data.id, event.data);
  }
  const held = heldIds(state);
  const fresh = [...ended.values()].filter(
    (call) => !held.has(call.id) && !hearing.isKnown(call.id) && hearing.fits(call),
  );
  const isStale = state.isStale || events.some(({ name }) => name === 'reset');
  const said = withWords({ ...state, running, isStale }, words);
  return take(
    said,
    fresh.map((call) => wordsOf(call, words)),
    hearing,
  );
}

function take(state: LiveState, fresh: readonly CallView[], { isTellable, isPaused }: Hearing): LiveState {
  if (fresh.length === 0) return state;
  if (!isTellable) return { ...state, missed: state.missed + fresh.length };
  if (!isPaused) return showWaiting({ ...state, waiting: newestFirst([...fresh, ...state.waiting]) });
  const waiting = newestFirst([...fresh, ...state.waiting]);
  const beyond = Math.max(0, waiting.length - MOST_LIVE);
  return { ...state, waiting: waiting.slice(0, MOST_LIVE), missed: state.missed + beyond };
}

/** Lets in those that waited. What goes beyond the bound has to be read from the gateway. */
export function showWaiting(state: LiveState): LiveState {
  if (state.waiting.length === 0) return state;
  const rows = newestFirst([...state.waiting, ...state.rows]);
  return { ...state, rows: rows.slice(0, MOST_LIVE), waiting: [], isStale: state.isStale || rows.length > MOST_LIVE };
}

/** How many calls are new to the reader. */
export function countNew({ waiting, missed }: LiveState): number {
  return waiting.length + missed;
}

/** Ids of all calls that are held. */
export function heldIds({ rows, waiting }: LiveState): ReadonlySet<string> {
  return new Set([...rows, ...waiting].map(({ id }) => id));
}

/**
 * After the list was read anew: only what was heard since then is held.
 *
 * @param listed what was read
 * @param heldBefore what was held when it was asked for
 */
export function rebase(state: LiveState, listed: readonly CallView[], heldBefore: ReadonlySet<string>): LiveState {
  const known = new Set(listed.map(({ id }) => id));
  const isLater = ({ id }: CallView) => !known.has(id) && !heldBefore.has(id);
  const rows = newestFirst([...state.rows, ...state.waiting].filter(isLater));
  return { running: state.running, rows, waiting: [], missed: 0, isStale: false };
}

function runningAfter(before: readonly Started[], events: readonly LiveEvent[]): readonly Started[] {
  const calls = new Map(before.map((call) => [call.id, call]));
  for (const event of events) {
    if (event.name === 'opened') calls.clear();
    if (event.name === 'started') calls.set(event.data.id, event.data);
    if (event.name === 'call') calls.delete(event.data.id);
  }
  const isSame = calls.size === before.length && before.every(({ id }) => calls.has(id));
  return isSame ? before : [...calls.values()].sort((a, b) => b.startedAt - a.startedAt).slice(0, MOST_RUNNING);
}

function withWords(state: LiveState, words: ReadonlyMap<string, string>): LiveState {
  if (words.size === 0) return state;
  const said = (calls: readonly CallView[]) =>
    calls.some(({ id }) => words.has(id)) ? calls.map((call) => wordsOf(call, words)) : calls;
  return { ...state, rows: said(state.rows), waiting: said(state.waiting) };
}

function wordsOf(call: CallView, words: ReadonlyMap<string, string>): CallView {
  const said = words.get(call.id);
  return said === undefined ? call : { ...call, words: said };
}

function newestFirst(calls: readonly CallView[]): readonly CallView[] {
  return [...calls].sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
}
