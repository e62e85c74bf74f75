import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { classes } from './classes.ts';

const LOOK =
  'w-full rounded-lg border border-field-line bg-page px-3 text-text placeholder:text-quiet disabled:opacity-60 aria-invalid:border-bad';

interface Described {
  readonly label: ReactNode;
  /** What it is for, or which form it has. */
  readonly hint?: ReactNode;
  /** What is wrong with it. */
  readonly problem?: string | undefined;
  readonly className?: string;
}

interface Wiring {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

/** Label, hint and problem around a control. */
function Field({
  label,
  hint,
  problem,
  className,
  children,
}: Described & { readonly children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  return (
    <div className={classes('grid content-start gap-1', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-about`, 'aria-invalid': problem !== undefined })}
      <div id={`${id}-about`} className="text-sm">
        {problem !== undefined && <p className="text-bad">{problem}</p>}
        {hint !== undefined && problem === undefined && <p className="text-quiet">{hint}</p>}
      </div>
    </div>
  );
}

type Rest<Attributes> = Omit<Attributes, 'id' | 'className'> & Described;

/** A line of text, a number, a password. */
export function TextField({ label, hint, problem, className, ...rest }: Rest<InputHTMLAttributes<HTMLInputElement>>) {
  return (
    <Field label={label} hint={hint} problem={problem} {...(className !== undefined && { className })}>
      {(wiring) => <input {...wiring} {...rest} className={classes(LOOK, 'min-h-9')} />}
    </Field>
  );
}

/** Several lines of text. */
export function TextArea({
  label,
  hint,
  problem,
  className,
  ...rest
}: Rest<TextareaHTMLAttributes<HTMLTextAreaElement>>) {
  return (
    <Field label={label} hint={hint} problem={problem} {...(className !== undefined && { className })}>
      {(wiring) => <textarea rows={3} {...wiring} {...rest} className={classes(LOOK, 'py-2')} />}
    </Field>
  );
}

/** One of a few; `children` are its options. */
export function SelectField({
  label,
  hint,
  problem,
  className,
  ...rest
}: Rest<SelectHTMLAttributes<HTMLSelectElement>>) {
  return (
    <Field label={label} hint={hint} problem={problem} {...(className !== undefined && { className })}>
      {(wiring) => <select {...wiring} {...rest} className={classes(LOOK, 'min-h-9')} />}
    </Field>
  );
}

/** The look of a control that has no visible label, such as a search. */
export const CONTROL = classes(LOOK, 'min-h-9');
