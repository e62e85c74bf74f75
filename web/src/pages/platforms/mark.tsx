const SERIES = 8;

interface MarkProps {
  /** By which it is told apart from others: its colour. */
  readonly type: string;
  readonly name: string;
}

/** A tile with the letters of a platform's name, as its mark. */
export function Mark({ type, name }: MarkProps) {
  const colour = `var(--series-${(sumOf(type) % SERIES) + 1})`;
  const style = {
    borderColor: `color-mix(in oklab, ${colour} 55%, var(--card))`,
    backgroundColor: `color-mix(in oklab, ${colour} 20%, var(--card))`,
  };
  return (
    <span
      aria-hidden="true"
      style={style}
      className="grid size-10 shrink-0 place-items-center rounded-lg border font-bold tracking-tight"
    >
      {lettersOf(name)}
    </span>
  );
}

function lettersOf(name: string): string {
  const [first = '', second] = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return second === undefined ? first.slice(0, 2) : `${first[0]}${second[0]}`.toUpperCase();
}

function sumOf(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 0);
}
