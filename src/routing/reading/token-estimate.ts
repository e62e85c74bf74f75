import type { Body } from '../../lib/body.ts';
import { countTokens } from '../../turn/count-tokens.ts';
import { TextSize } from '../../turn/text-size.ts';

const SAMPLES = 16;
const SAMPLE_BYTES = 1_024;
// JSON around the texts: names, quotes, brackets, which are no tokens of the model's.
const PART_OF_TEXT = 0.95;

/** Estimated input tokens of a request, by samples of its bytes; pictures and files count nothing. */
export function estimateTokens(body: Body, hasTools: boolean): number {
  const size = new TextSize();
  let looked = 0;
  for (const sample of samples(body)) {
    looked += sample.length;
    if (!isBase64(sample)) size.add(sample);
  }
  const scale = looked === 0 ? 0 : (body.length / looked) * PART_OF_TEXT;
  const { pieces, wide } = size;
  return countTokens({ pieces: pieces * scale, wide: wide * scale, fixed: 0, hasTools, hasMedia: false });
}

function* samples(body: Body): Generator<string> {
  if (body.length <= SAMPLES * SAMPLE_BYTES) {
    yield body.slice(0, body.length).toString('latin1');
    return;
  }
  for (let index = 0; index < SAMPLES; index++) {
    const start = Math.floor((index * (body.length - SAMPLE_BYTES)) / (SAMPLES - 1));
    yield body.slice(start, start + SAMPLE_BYTES).toString('latin1');
  }
}

/** Texts and JSON have spaces and quotes. */
function isBase64(sample: string): boolean {
  return sample.length === SAMPLE_BYTES && !/[ "\\]/.test(sample);
}
