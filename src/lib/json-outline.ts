/** As deep as a part of a message: the list, a message, its content, a part. */
const LEVELS = 3;

/**
 * Where the containers inside of a JSON list begin and end, three levels deep. It is noted while the list is passed anyway,
 * so that who looks for something in a long conversation later need not pass its texts again.
 */
export class JsonOutline {
  // Of each level, beginnings and ends in turns: a list of numbers costs a tenth of a list of objects.
  readonly #levels: readonly number[][] = Array.from({ length: LEVELS }, () => []);

  /** @param depth how many containers are open around it; the list itself has none */
  open(depth: number, start: number): void {
    this.#levels[depth - 1]?.push(start, start);
  }

  close(depth: number, end: number): void {
    const level = this.#levels[depth - 1];
    if (level !== undefined) level[level.length - 1] = end;
  }

  /** How many elements of the list are containers. */
  get length(): number {
    return (this.#levels[0]?.length ?? 0) / 2;
  }

  /** An element that is a container: its first byte, and one past its last. `index` counts containers only. */
  element(index: number): { readonly start: number; readonly end: number } | undefined {
    const [start, end] = [this.#levels[0]?.[2 * index], this.#levels[0]?.[2 * index + 1]];
    return start === undefined || end === undefined ? undefined : { start, end };
  }

  /** Where the container ends that begins at this byte; undefined if none that is known begins there. */
  endOf(start: number): number | undefined {
    for (const level of this.#levels) {
      const at = indexOf(level, start);
      if (at >= 0) return level[at + 1];
    }
    return undefined;
  }
}

/** Position of a beginning in a level, -1 if there is none. */
function indexOf(level: readonly number[], start: number): number {
  let [low, high] = [0, level.length / 2 - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = level[2 * middle] ?? 0;
    if (found === start) return 2 * middle;
    if (found < start) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
