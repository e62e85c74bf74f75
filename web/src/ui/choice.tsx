import type { ReactNode } from 'react';
import { classes } from './classes.ts';

interface ChoiceProps<Value extends string> {
  /** What is chosen, for those who do not see it. */
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: ReactNode; readonly label?: string }[];
  readonly isDisabled?: boolean;
  readonly onChange: (value: Value) => void;
}

/** One of a few, side by side: a view, a range, a theme. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, value, options, isDisabled = false, onChange } = props;
  return (
    <fieldset
      disabled={isDisabled}
      className="inline-flex max-w-full min-w-0 overflow-x-auto rounded-lg border border-line bg-card p-0.5 disabled:opacity-60"
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-label={option.label}
          title={option.label}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={classes(
            'inline-flex min-h-7.5 items-center gap-1.5 rounded-md px-2.5 text-sm whitespace-nowrap',
            option.value === value ? 'bg-wash font-semibold text-accent' : 'text-quiet hover:text-accent',
          )}
        >
          {option.text}
        </button>
      ))}
    </fieldset>
  );
}
