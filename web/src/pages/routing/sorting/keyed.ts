/** A value with a name of its own in its list, as a value may stand in it twice. */
export interface Keyed {
  readonly key: string;
  readonly value: string;
}

export function keyed(values: readonly string[]): readonly Keyed[] {
  const seen = new Map<string, number>();
  return values.map((value) => {
    const count = seen.get(value) ?? 0;
    seen.set(value, count + 1);
    return { key: count === 0 ? value : `${value}#${count}`, value };
  });
}

/** The list with the value at `from` standing at `to`. */
export function moved(values: readonly string[], from: number, to: number): string[] {
  const value = values[from];
  if (value === undefined || to < 0 || to >= values.length) return [...values];
  return values.toSpliced(from, 1).toSpliced(to, 0, value);
}

/** The list with the value put back where it was, as far as it is still as long. */
export function putBack(values: readonly string[], value: string, at: number): string[] {
  return values.includes(value) ? [...values] : values.toSpliced(at, 0, value);
}
