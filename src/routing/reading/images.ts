import type { Body } from '../../lib/body.ts';
import type { ProtocolId } from '../../turn/request.ts';

const AROUND = 64;
const COLON = 0x3a;
const SPACE = 0x20;

interface Mark {
  /** Found fast. */
  readonly beginning: string;
  /** Found around it, if it is one. Inside of a string quotes are escaped, so that talk of pictures is no picture. */
  readonly whole: RegExp;
}

const IMAGE: Mark = { beginning: '"image', whole: /"type"\s*:\s*"image(?:_url)?"/ };
const INPUT_IMAGE: Mark = { beginning: '"input_image', whole: /"type"\s*:\s*"input_image"/ };

/** True if there is a picture anywhere in a request: whoever answers has to take it, however old it is. */
export function holdsImages(body: Body, protocol: ProtocolId): boolean {
  const { beginning, whole } = protocol === 'openai-responses' ? INPUT_IMAGE : IMAGE;
  let base = 0;
  for (const piece of body.pieces) {
    // One may lie across the border of two pieces.
    if (base > 0 && whole.test(around(body, base))) return true;
    for (let at = piece.indexOf(beginning); at >= 0; at = piece.indexOf(beginning, at + 1)) {
      if (isValue(piece, at) && whole.test(around(body, base + at))) return true;
    }
    base += piece.length;
  }
  return false;
}

/** What stands in a text, behind a backslash, need not be looked at more closely. */
function isValue(piece: Buffer, at: number): boolean {
  const before = piece[at - 1] ?? COLON;
  return before === COLON || before <= SPACE;
}

function around(body: Body, at: number): string {
  return body.slice(Math.max(0, at - AROUND), Math.min(body.length, at + AROUND)).toString('latin1');
}
