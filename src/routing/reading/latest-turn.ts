import type { JsonView } from '../../lib/json-view.ts';
import { plainInput, type Said, saidAt } from './conversation.ts';
import { type TextKind, textKind } from './own-words.ts';
import type { RequestView } from './request-view.ts';

// Behind the newest message of the user's side there are a few of the system's, or the beginning of an answer.
const FURTHEST = 64;

/** What the user's side sent since the model spoke last. */
export interface LatestTurn {
  /** What its newest text is that tells something; undefined if none does. */
  readonly text?: Exclude<TextKind, 'around'>;
  readonly hasOwnWords: boolean;
  readonly hasResults: boolean;
  readonly hasMedia: boolean;
  /** There is something at all. */
  readonly hasParts: boolean;
}

/** Looks from the end on, and no further than to words of the user's own. */
export function latestTurn(request: RequestView): LatestTurn {
  const found = new Finding();
  const plain = plainInput(request);
  if (plain !== undefined) found.addText(plain);
  for (let index = request.length - 1; index >= 0 && index >= request.length - FURTHEST; index--) {
    const said = saidAt(request, index);
    if (said === undefined || said.role === 'system') continue;
    if (said.role === 'user') found.add(said);
    else if (found.hasParts) break;
    if (found.hasOwnWords) break;
  }
  return found;
}

class Finding implements LatestTurn {
  text?: Exclude<TextKind, 'around'>;
  hasOwnWords = false;
  hasResults = false;
  hasMedia = false;
  hasParts = false;

  add(said: Said): void {
    for (const part of said.parts().toReversed()) {
      this.hasParts = true;
      if (part.kind === 'media') this.hasMedia = true;
      else if (part.kind === 'result') this.hasResults = true;
      else if (part.kind === 'text') this.addText(part.text);
      if (this.hasOwnWords) return;
    }
  }

  addText(text: JsonView): void {
    this.hasParts = true;
    const kind = textKind(text);
    if (kind === 'own') this.hasOwnWords = true;
    if (kind !== 'around') this.text ??= kind;
  }
}
