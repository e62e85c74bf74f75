import { ownWords } from '../../turn/client-text.ts';
import { type History, readHistory } from './history.ts';
import { holdsImages } from './images.ts';
import { divide } from './lines.ts';
import { isPlanning } from './plan-mode.ts';
import type { RequestView } from './request-view.ts';
import { type ThinkingWish, thinkingWish } from './thinking.ts';
import { estimateTokens } from './token-estimate.ts';
import { readWords, type Words } from './words.ts';

// No tool is shorter; `[]` and `null` are.
const LEAST_TOOL_BYTES = 8;
const PREVIOUS_BYTES = 2_048;
const PREVIOUS_CHARACTERS = 500;

/** What a request asks of whoever answers. */
export interface Demands extends ThinkingWish {
  readonly hasTools: boolean;
  /** Anywhere in the conversation. */
  readonly hasImages: boolean;
  readonly isPlanning: boolean;
  readonly bytes: number;
  /** An estimate of its input tokens. */
  readonly tokens: number;
}

/** What went before the user's words, or since then where the agent goes on by itself. */
export interface Context {
  /** The user's words before the newest ones, without pasted code; the beginning. */
  readonly previousWords: string;
  /** Names of the tools that the agent used in its last turn, oldest first; the newest few. */
  readonly tools: readonly string[];
  readonly toolCalls: number;
  readonly toolFailures: number;
  /** The end of what the agent said last. */
  readonly agentEnd: string;
  readonly agentAsks: boolean;
  readonly agentOffers: boolean;
  /** Of the files that its tools were called with, newest first. */
  readonly extensions: readonly string[];
  readonly files: readonly string[];
}

/** Nothing was said or done before the user's words. */
export function isBeginning({ previousWords, agentEnd, tools }: Context): boolean {
  return previousWords === '' && agentEnd === '' && tools.length === 0;
}

/** All that is known of a request for choosing a model. */
export interface WholeReading {
  readonly words: Words;
  /** Pictures or files came with the newest words, or since. */
  readonly hasNewMedia: boolean;
  readonly demands: Demands;
  readonly context: Context;
}

/**
 * Reads the user's newest words, what went before, and what the request demands. It takes up to a millisecond and never throws:
 * what cannot be read is empty.
 */
export function readWhole(request: RequestView): WholeReading {
  const history = readHistory(request);
  return {
    words: readWords(history.words, history.beforeWords),
    hasNewMedia: history.hasMedia,
    demands: demandsOf(request, history),
    context: contextOf(history),
  };
}

function demandsOf(request: RequestView, { planMode }: History): Demands {
  const { body, protocol } = request;
  const hasTools = (request.field('tools')?.raw(LEAST_TOOL_BYTES).length ?? 0) === LEAST_TOOL_BYTES;
  return {
    hasTools,
    hasImages: holdsImages(body, protocol),
    isPlanning: isPlanning(request, planMode),
    bytes: body.length,
    tokens: estimateTokens(body, hasTools),
    ...thinkingWish(request),
  };
}

function contextOf(history: History): Context {
  const previous = history.previousWords?.text(PREVIOUS_BYTES) ?? '';
  const { tools, toolCalls, toolFailures, extensions, files, agent } = history;
  return {
    previousWords: divide(ownWords(previous)).prose.slice(0, PREVIOUS_CHARACTERS),
    tools,
    toolCalls,
    toolFailures,
    agentEnd: agent.end,
    agentAsks: agent.asks,
    agentOffers: agent.offers,
    extensions,
    files,
  };
}
