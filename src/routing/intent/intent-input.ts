/** What the classifier looks at: the user's words, and what went before them. */
export interface IntentInput {
  /** The user's own words without pasted code and logs. */
  readonly prose: string;
  /** Lines of code and of logs that were pasted. */
  readonly codeLines: number;
  readonly logLines: number;
  readonly hasImage: boolean;
  /** Such as `review`; null without one. */
  readonly slashCommand: string | null;
  /** What the user had said before; null at the beginning. */
  readonly previous: string | null;
  /** The agent's last words; null at the beginning. */
  readonly agentText: string | null;
  /** Whether these ask something of the user, or offer something to choose from. */
  readonly agentAsks: boolean;
  readonly agentOffers: boolean;
  /** Tools that it had used since the user's words before, in order. */
  readonly tools: readonly string[];
  readonly hasFailed: boolean;
  /** Of the files that they were used on, such as `md`. */
  readonly extensions: readonly string[];
}

/** As if the user had said it to nobody: nothing went before. */
export const NOTHING_BEFORE = {
  previous: null,
  agentText: null,
  agentAsks: false,
  agentOffers: false,
  tools: [],
  hasFailed: false,
  extensions: [],
} as const satisfies Partial<IntentInput>;
