import type { JsonView } from '../../lib/json-view.ts';
import { type AgentText, agentText, NO_AGENT_TEXT } from './agent-text.ts';
import { type Part, plainInput, type Said, saidAt } from './conversation.ts';
import { extensionOf, filesIn } from './files.ts';
import { textKind } from './own-words.ts';
import { PlanMode } from './plan-mode.ts';
import type { RequestView } from './request-view.ts';
import { resultFailed } from './tool-failure.ts';

// Further back only the user's words are looked for, and then nothing: it would take more time than it is worth.
const DETAILED = 100;
const FURTHEST = 1_000;
const TOOLS = 30;
const RESULTS = 30;
const EXTENSIONS = 8;
const FILES = 16;
const AGENT_BYTES = 8_192;

/** What the newest messages tell, as far back as to the user's words before the newest ones. */
export interface History {
  /** The newest text with words of the user's own. */
  readonly words: JsonView | undefined;
  /** The text that stands before it in its message. */
  readonly beforeWords: JsonView | undefined;
  readonly previousWords: JsonView | undefined;
  /** Nothing was said by the model since. */
  readonly isFresh: boolean;
  /** The user's side sent pictures or files with the newest words, or since. */
  readonly hasMedia: boolean;
  /**
   * Between the user's words: before the newest ones if they are fresh, since then if they are not. Oldest first; like the
   * counts, of the newest messages.
   */
  readonly tools: readonly string[];
  readonly toolCalls: number;
  readonly toolFailures: number;
  /** Newest first. */
  readonly extensions: readonly string[];
  /** The files themselves, as the tools named them. */
  readonly files: readonly string[];
  readonly agent: AgentText;
  readonly planMode: boolean | undefined;
}

/** Walks a conversation from its end. */
export function readHistory(request: RequestView): History {
  const walk = new Walk();
  const plain = plainInput(request);
  if (plain !== undefined) walk.text(plain, undefined);
  const last = request.length - 1;
  for (let index = last; index >= 0 && index > last - FURTHEST && !walk.isDone; index--) {
    const said = saidAt(request, index);
    if (said !== undefined) walk.add(said, index > last - DETAILED);
  }
  return walk.history();
}

class Walk {
  #words: JsonView | undefined;
  #beforeWords: JsonView | undefined;
  #previousWords: JsonView | undefined;
  #isFresh = false;
  /** The model spoke since the last words that were found. */
  #hasAgent = false;
  #hasMedia = false;
  #toolCalls = 0;
  #toolFailures = 0;
  #results = 0;
  #agent: JsonView | undefined;
  readonly #tools: string[] = [];
  readonly #extensions = new Set<string>();
  readonly #files = new Set<string>();
  readonly #planMode = new PlanMode();

  get isDone(): boolean {
    return this.#previousWords !== undefined;
  }

  history(): History {
    return {
      words: this.#words,
      beforeWords: this.#beforeWords,
      previousWords: this.#previousWords,
      isFresh: this.#isFresh,
      hasMedia: this.#hasMedia,
      tools: this.#tools.toReversed(),
      toolCalls: this.#toolCalls,
      toolFailures: this.#toolFailures,
      extensions: [...this.#extensions],
      files: [...this.#files],
      agent: this.#agent === undefined ? NO_AGENT_TEXT : agentText(this.#agent.text(AGENT_BYTES)),
      planMode: this.#planMode.isOn,
    };
  }

  add(said: Said, isDetailed: boolean): void {
    if (said.role === 'assistant' && !isDetailed) {
      this.#hasAgent = true;
      return;
    }
    const parts = said.parts();
    for (let index = parts.length - 1; index >= 0 && !this.isDone; index--) {
      const part = parts[index];
      if (part === undefined) continue;
      if (said.role === 'assistant') this.#addAgent(part);
      else if (part.kind === 'text' && said.role === 'system') this.#planMode.look(part.text);
      else if (part.kind === 'text') this.text(part.text, parts[index - 1]);
      else this.#addUser(part);
    }
    if (said.role === 'assistant') this.#hasAgent = true;
  }

  /** A text of the user's side. */
  text(text: JsonView, before: Part | undefined): void {
    if (textKind(text) !== 'own') return this.#planMode.look(text);
    if (this.#words === undefined) {
      this.#words = text;
      this.#beforeWords = before?.kind === 'text' ? before.text : undefined;
      this.#isFresh = !this.#hasAgent;
      this.#hasAgent = false;
    } else if (this.#hasAgent) this.#previousWords = text;
  }

  #addUser(part: Part): void {
    if (part.kind === 'media') this.#hasMedia ||= this.#words === undefined || !this.#hasAgent;
    if (part.kind !== 'result' || !this.#isCollecting) return;
    if (++this.#results <= RESULTS && resultFailed(part)) this.#toolFailures++;
  }

  #addAgent(part: Part): void {
    if (part.kind === 'text') this.#agent ??= part.text;
    if (part.kind !== 'call' || !this.#isCollecting) return;
    this.#toolCalls++;
    if (this.#tools.length >= TOOLS) return;
    this.#tools.push(part.name);
    for (const file of filesIn(part.input)) {
      const extension = extensionOf(file);
      if (extension === undefined) continue;
      if (this.#files.size < FILES) this.#files.add(file);
      if (this.#extensions.size < EXTENSIONS) this.#extensions.add(extension);
    }
  }

  /** What the agent did is told of one turn: the one before fresh words, or the one that goes on. */
  get #isCollecting(): boolean {
    return this.#words === undefined || this.#isFresh;
  }
}
