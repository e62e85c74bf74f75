/**
 * The candidate that was most probably meant by a mistyped word, for "did you mean". Case, `-` and `_` do not count, and
 * a word that is a part of exactly one candidate means that one.
 * @returns undefined where no candidate is near enough
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(word);
  const all = [...candidates];
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.ceil(wanted.length / 3)) + 1;
  for (const candidate of all) {
    const distance = editDistance(wanted, plain(candidate));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? onlyOneAround(wanted, all);
}

function plain(word: string): string {
  // A long word is never a slip of the keyboard, and the distance costs the product of the lengths.
  return word.slice(0, 64).toLowerCase().replaceAll(/[-_]/g, '');
}

function onlyOneAround(wanted: string, candidates: readonly string[]): string | undefined {
  if (wanted.length < 3) return undefined;
  const around = candidates.filter((candidate) => plain(candidate).includes(wanted));
  return around.length === 1 ? around[0] : undefined;
}

/** Levenshtein distance, with one row of the table in memory. */
function editDistance(left: string, right: string): number {
  const row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    let diagonal = row[0] ?? 0;
    row[0] = i;
    for (let j = 1; j <= right.length; j++) {
      const above = row[j] ?? 0;
      const change = diagonal + (left[i - 1] === right[j - 1] ? 0 : 1);
      row[j] = Math.min(change, above + 1, (row[j - 1] ?? 0) + 1);
      diagonal = above;
    }
  }
  return row[right.length] ?? 0;
}
