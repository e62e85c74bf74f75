import type { TurnEvent } from '../turn/events.ts';
import type { TurnReply } from '../turn/reply.ts';
import type { ToolInput } from '../turn/request.ts';
import { NO_USAGE, type Usage } from '../turn/usage.ts';

// Bytes of UTF-8 in one token, roughly, over the tokenizers of the large models.
const BYTES_PER_TOKEN = 4;

/** What a call is accounted for. */
export interface MeteredUsage {
  readonly usage: Usage;
  /** `reported` by the platform, `estimated` where it did not get to say, `none` where nothing was produced. */
  readonly source: 'reported' | 'estimated' | 'none';
}

/** Watches a reply and knows at any time what it has cost. */
export class UsageMeter {
  readonly #estimatedInput: number;
  #reported: Usage | undefined;
  #producedBytes = 0;
  #isComplete = false;

  /** @param estimatedInput tokens of the request, for a platform that reports none */
  constructor(estimatedInput: number) {
    this.#estimatedInput = estimatedInput;
  }

  observe(event: TurnEvent): void {
    if (event.type === 'block-delta') this.#producedBytes += sizeOf(event.delta);
    else if (event.type === 'usage') this.#reported = event.usage;
    else if (event.type === 'end') this.#isComplete = true;
  }

  observeReply(reply: TurnReply): void {
    this.#reported = reply.usage;
    this.#isComplete = true;
    if (reply.usage !== undefined) return;
    for (const block of reply.content) {
      if (block.type === 'text' || block.type === 'thinking') this.#producedBytes += block.text.length;
      else if (block.type === 'tool-call') this.#producedBytes += inputSize(block.input);
    }
  }

  /** An aborted reply is accounted for by what was produced, since its platform never came to report it. */
  settle(): MeteredUsage {
    const reported = this.#reported;
    const produced = Math.ceil(this.#producedBytes / BYTES_PER_TOKEN);
    if (reported !== undefined && (this.#isComplete || reported.output >= produced)) {
      return { usage: reported, source: 'reported' };
    }
    if (reported !== undefined) return { usage: { ...reported, output: produced }, source: 'estimated' };
    if (produced === 0 && !this.#isComplete) return { usage: NO_USAGE, source: 'none' };
    return { usage: { ...NO_USAGE, input: this.#estimatedInput, output: produced }, source: 'estimated' };
  }
}

function sizeOf(delta: Extract<TurnEvent, { type: 'block-delta' }>['delta']): number {
  switch (delta.type) {
    case 'text':
    case 'thinking':
      return delta.text.length;
    case 'tool-input':
      return delta.json.length;
    case 'signature':
    case 'opaque':
      return 0;
  }
}

/** Bytes of a tool call's arguments. */
function inputSize(input: ToolInput): number {
  return input.kind === 'text' ? input.text.length : JSON.stringify(input.value).length;
}
