import type { RequestSize } from './request-size.ts';

/** What a model's tokenizer makes of a text; see text-size.ts for the measures. */
export interface TokenRates {
  readonly perPiece: number;
  readonly perWide: number;
  /** What the platform adds where there are tools, in tokens. */
  readonly forTools: number;
}

/**
 * For a model of which nothing was learned. Rather too much than too little: the vocabularies in use differ by a fifth, and
 * a client that believes its conversation to be smaller than it is compacts too late.
 */
export const USUAL_RATES: TokenRates = {
  perPiece: 1.15,
  perWide: 1.05,
  // Anthropic's system prompt for tools ("Tool use system prompt token count"); others add less.
  forTools: 340,
};

// For the same reason what was learned is answered with a little on top.
const MARGIN = 1.04;

/** Estimated input tokens of a request, without a tokenizer; it leans to the high side. */
export function countTokens(size: RequestSize, rates: TokenRates = USUAL_RATES): number {
  const { pieces, wide, fixed, hasTools } = size;
  const overhead = fixed + (hasTools ? rates.forTools : 0);
  return Math.ceil(overhead + (pieces * rates.perPiece + wide * rates.perWide) * MARGIN);
}
