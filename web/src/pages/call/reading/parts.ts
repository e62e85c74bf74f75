/** What is said in a request or a reply, whichever protocol says it. */

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'thinking'; readonly text: string }
  | { readonly kind: 'tool-call'; readonly id: string; readonly name: string; readonly input: unknown }
  | {
      readonly kind: 'tool-result';
      readonly id: string;
      readonly name: string;
      readonly isError: boolean;
      readonly parts: readonly Part[];
    }
  /** `url` may be a `data:` address, or one of elsewhere. */
  | { readonly kind: 'image'; readonly url: string }
  | { readonly kind: 'document'; readonly name: string; readonly type: string; readonly text: string }
  /** What is not known here, as it stands. */
  | { readonly kind: 'other'; readonly value: unknown };

export interface Message {
  readonly role: string;
  readonly parts: readonly Part[];
}

export interface Tool {
  readonly name: string;
  readonly about: string;
  readonly definition: unknown;
}

export interface Conversation {
  readonly system: readonly Part[];
  readonly tools: readonly Tool[];
  readonly messages: readonly Message[];
}

/** All text of some parts. */
export function wordsOf(parts: readonly Part[]): string {
  return parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n\n');
}
