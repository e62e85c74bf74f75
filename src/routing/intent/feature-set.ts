import { joinHashes } from './tokens.ts';

/** What the classifier sees of a turn: hashes of 32 bits, each of which it may know or not; one may come several times. */
export interface Features {
  /** Of the user's words and of the situation. */
  readonly strong: readonly number[];
  /** Of the words that were said before: each counts a quarter, since there are many and few matter. */
  readonly weak: readonly number[];
}

/** Of what `strong` ones count. */
export const WEAK_SHARE = 0.25;

export class FeatureSet implements Features {
  readonly strong: number[] = [];
  readonly weak: number[] = [];

  /** @param space the hash of the kind of feature */
  add(space: number, hash: number): void {
    this.strong.push(mixed(joinHashes(space, hash)));
  }

  addWeak(space: number, hash: number): void {
    this.weak.push(mixed(joinHashes(space, hash)));
  }
}

/** So that hashes which differ in little lie far from each other. @returns 0 to 2³² − 1 */
function mixed(hash: number): number {
  let bits = hash ^ (hash >>> 16);
  bits = Math.imul(bits, 0x7feb352d);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}
