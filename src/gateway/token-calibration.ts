import { type TokenRates, USUAL_RATES } from '../turn/count-tokens.ts';
import type { RequestSize } from '../turn/request-size.ts';

/** What is learned of the models' tokenizers from the usage that platforms report. */
export interface TokenCalibration {
  /** The usual rates for a model of which nothing is known. */
  ratesOf(platform: string, model: string): TokenRates;
  /** To be asked once for each call: true if measuring this one is worth its while. */
  wants(platform: string, model: string): boolean;
  /** @param reported all input tokens that the platform counted for a request of that size, cached ones included */
  learn(platform: string, model: string, size: RequestSize, reported: number): void;
}

/** Each call is measured at first, then one in so many: tokenizers do not change, what is asked does slowly. */
const EACH_UNTIL = 32;
const ONE_IN = 16;
/** A call weighs this much less with each that comes after it: what is older than about a hundred is forgotten. */
const MEMORY = 0.97;
/** How many calls the usual rates weigh. */
const PRIOR = 0.01;
/** Below it a request is mostly overhead, which is not learned. */
const LEAST_TOKENS = 200;
/** No tokenizer in use is further than this from the usual rates; a platform that counts otherwise counts something else. */
const FURTHEST = 2.5;
/** Once something is known, a single call may not contradict it by more than this. */
const OUTLIER = 0.25;
const KNOWN_AFTER = 5;
const MOST_MODELS = 1_000;

/**
 * Keeps it in memory, for each model of each platform. A fit with two unknowns, the rate of pieces and that of wide
 * characters, both relative to the usual ones: calls in Chinese tell the one, calls in English or code the other, and any
 * mixture both. Each call is one observation whatever its size, since it is the relative error that counts. Of a model
 * the sums of the normal equations are kept, so that a call costs the same however many came before.
 */
export class MemoryTokenCalibration implements TokenCalibration {
  readonly #fits = new Map<string, Fit>();

  ratesOf(platform: string, model: string): TokenRates {
    return this.#fits.get(keyOf(platform, model))?.rates ?? USUAL_RATES;
  }

  wants(platform: string, model: string): boolean {
    return this.#fitOf(platform, model).wantsNext();
  }

  learn(platform: string, model: string, size: RequestSize, reported: number): void {
    if (!size.hasMedia) this.#fitOf(platform, model).add(size, reported - size.fixed);
  }

  #fitOf(platform: string, model: string): Fit {
    const key = keyOf(platform, model);
    const fit = this.#fits.get(key) ?? new Fit();
    // Clients may name models without end: those that were not asked for longest are forgotten.
    this.#fits.delete(key);
    this.#fits.set(key, fit);
    const [oldest] = this.#fits.keys();
    if (this.#fits.size > MOST_MODELS && oldest !== undefined) this.#fits.delete(oldest);
    return fit;
  }
}

function keyOf(platform: string, model: string): string {
  return `${platform}\n${model}`;
}

/** Of one model: `ratio ≈ a × share of pieces + b × share of wide characters`, where 1 and 1 are the usual rates. */
class Fit {
  #calls = 0;
  #observed = 0;
  #pieces2 = PRIOR;
  #wide2 = PRIOR;
  #piecesWide = 0;
  #piecesRatio = PRIOR;
  #wideRatio = PRIOR;
  #a = 1;
  #b = 1;

  get rates(): TokenRates {
    if (this.#observed === 0) return USUAL_RATES;
    // Agents always send tools, so that what is added for them is in the rates.
    return { perPiece: USUAL_RATES.perPiece * this.#a, perWide: USUAL_RATES.perWide * this.#b, forTools: 0 };
  }

  wantsNext(): boolean {
    this.#calls++;
    return this.#calls <= EACH_UNTIL || this.#calls % ONE_IN === 0;
  }

  /** @param tokens what was counted for its texts */
  add({ pieces, wide }: RequestSize, tokens: number): void {
    const ofPieces = pieces * USUAL_RATES.perPiece;
    const ofWide = wide * USUAL_RATES.perWide;
    const usual = ofPieces + ofWide;
    if (usual < LEAST_TOKENS || !(tokens > 0)) return;
    this.#observe(ofPieces / usual, ofWide / usual, tokens / usual);
  }

  #observe(pieces: number, wide: number, told: number): void {
    const expected = this.#a * pieces + this.#b * wide;
    const spread = this.#observed < KNOWN_AFTER ? FURTHEST : 1 + OUTLIER;
    const ratio = clamp(told, expected / spread, expected * spread);
    this.#observed++;
    this.#pieces2 = faded(this.#pieces2) + pieces * pieces;
    this.#wide2 = faded(this.#wide2) + wide * wide;
    this.#piecesWide = MEMORY * this.#piecesWide + pieces * wide;
    this.#piecesRatio = faded(this.#piecesRatio) + pieces * ratio;
    this.#wideRatio = faded(this.#wideRatio) + wide * ratio;
    this.#solve();
  }

  /** The two normal equations. Their determinant is never 0, as the prior keeps its weight. */
  #solve(): void {
    const determinant = this.#pieces2 * this.#wide2 - this.#piecesWide ** 2;
    const a = (this.#piecesRatio * this.#wide2 - this.#wideRatio * this.#piecesWide) / determinant;
    const b = (this.#wideRatio * this.#pieces2 - this.#piecesRatio * this.#piecesWide) / determinant;
    this.#a = clamp(a, 1 / FURTHEST, FURTHEST);
    this.#b = clamp(b, 1 / FURTHEST, FURTHEST);
  }
}

/** The observations fade, the prior does not. */
function faded(sum: number): number {
  return PRIOR + MEMORY * (sum - PRIOR);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
