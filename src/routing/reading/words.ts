import type { JsonView } from '../../lib/json-view.ts';
import { ownWords, type SlashCommand, sessionOfTitle, slashCommand } from '../../turn/client-text.ts';
import { type Language, languageOf } from './language.ts';
import { divide, NOTHING_PASTED, type Pasted } from './lines.ts';

// Longer texts are pasted; their beginning and end are enough.
const MOST_BYTES = 16_384;
const MOST_CHARACTERS = 4_000;
const COMMAND_BYTES = 4_096;

/** What the user said. */
export interface Words {
  /** In natural language, without pasted code and output; of a long one the beginning and the end. */
  readonly text: string;
  readonly language: Language;
  readonly code: Pasted;
  readonly log: Pasted;
  /** The text was too long to be read whole. */
  readonly isCut: boolean;
  /** The slash command that the client made these words of. */
  readonly command: SlashCommand | null;
}

const NO_WORDS: Words = {
  text: '',
  language: 'none',
  code: NOTHING_PASTED,
  log: NOTHING_PASTED,
  isCut: false,
  command: null,
};

/**
 * Reads the user's words.
 *
 * @param text of the user's side; undefined if it said nothing
 * @param before the text before it in the same message
 */
export function readWords(text: JsonView | undefined, before: JsonView | undefined): Words {
  if (text === undefined) return NO_WORDS;
  const whole = text.text(MOST_BYTES);
  const { prose, code, log } = divide(sessionOfTitle(whole) ?? ownWords(whole));
  const command = before === undefined ? undefined : slashCommand(before.text(COMMAND_BYTES));
  const isCut = text.size > MOST_BYTES + 2 || prose.length > MOST_CHARACTERS;
  return { text: shortened(prose), language: languageOf(prose), code, log, isCut, command: command ?? null };
}

function shortened(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const atEnd = MOST_CHARACTERS / 4;
  return `${text.slice(0, MOST_CHARACTERS - atEnd)}…${text.slice(-atEnd)}`;
}
