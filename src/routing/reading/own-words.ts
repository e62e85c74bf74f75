import type { JsonView } from '../../lib/json-view.ts';
import { BEGINNING_BYTES, beginsOwnWords, type OwnPurpose, ownWords, purposeOfText } from '../../turn/client-text.ts';

// What a client puts around the words of the user ends within this, or is all that there is.
const MOST_BYTES = 32_768;

/** What a text is: words of the user's own, or the client's. `around`: what stands around the user's words. */
export type TextKind = 'own' | OwnPurpose | 'note' | 'around';

/** Who wrote a text of the user's side. Long texts of which the beginning tells are not read. */
export function textKind(text: JsonView): TextKind {
  const beginning = text.beginning(BEGINNING_BYTES);
  const purpose = purposeOfText(beginning);
  if (purpose !== undefined) return purpose;
  return beginsOwnWords(beginning) || ownWords(text.text(MOST_BYTES)) !== '' ? 'own' : 'around';
}
