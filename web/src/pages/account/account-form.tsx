import { type FormEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';

/** A field of the form; `name` is also its id. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'password';
  readonly autoComplete: string;
  readonly initial?: string;
}

interface AccountFormProps {
  readonly heading: string;
  readonly about?: string | undefined;
  readonly fields: readonly Field[];
  /** The field that the cursor stands in first; undefined: none, where the form is not all of the page. */
  readonly first: string | undefined;
  readonly submit: string;
  readonly busy: string;
  /** What is wrong with the values, before they are sent; undefined for nothing. */
  readonly check: (value: (name: string) => string) => string | undefined;
  /** Sends them. Throws ApiError. */
  readonly submitValues: (value: (name: string) => string) => Promise<void>;
  readonly explain: (error: ApiError, t: Translate) => string;
  readonly children?: ReactNode;
}

/** A card with a few fields about an account, and what went wrong with them. */
export function AccountForm(props: AccountFormProps) {
  const { t } = useLanguage();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const value = valuesOf(form);
    const fault = props.check(value);
    setProblem(fault);
    if (fault !== undefined) return;
    setBusy(true);
    try {
      await props.submitValues(value);
      form.current?.reset();
      setBusy(false);
    } catch (error) {
      setBusy(false);
      setProblem(props.explain(error instanceof ApiError ? error : new ApiError(0), t));
    }
  };

  return (
    <form
      ref={form}
      className={classes(
        'grid w-full max-w-md gap-4 rounded-xl border border-line bg-card',
        props.first === undefined ? 'p-5' : 'mx-auto p-7',
      )}
      onSubmit={submit}
      noValidate
    >
      <Heading isOfPage={props.first !== undefined}>{props.heading}</Heading>
      {props.about !== undefined && <p className="text-sm text-quiet">{props.about}</p>}
      {props.fields.map((field) => (
        <Entry key={field.name} field={field} isFirst={field.name === props.first} isWrong={problem !== undefined} />
      ))}
      <p id="account-problem" className="min-h-6 text-bad" role="alert">
        {problem}
      </p>
      <Button type="submit" look="main" className="min-h-11" disabled={isBusy}>
        {isBusy ? props.busy : props.submit}
      </Button>
      {props.children}
    </form>
  );
}

function Heading({ isOfPage, children }: { readonly isOfPage: boolean; readonly children: string }) {
  if (isOfPage) return <h1 className="text-2xl font-bold tracking-tight">{children}</h1>;
  return <h2 className="text-lg font-semibold">{children}</h2>;
}

interface EntryProps {
  readonly field: Field;
  readonly isFirst: boolean;
  readonly isWrong: boolean;
}

function Entry({ field, isFirst, isWrong }: EntryProps) {
  const { name, label, type, autoComplete, initial } = field;
  return (
    <div className="grid gap-1">
      <label htmlFor={name} className="font-medium">
        {label}
      </label>
      <input
        id={name}
        name={name}
        type={type}
        defaultValue={initial}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        className="min-h-11 rounded-lg border border-field-line bg-page px-3 aria-invalid:border-bad"
        aria-describedby="account-problem"
        aria-invalid={isWrong}
        // biome-ignore lint/a11y/noAutofocus: the form is all that the page is for
        autoFocus={isFirst}
      />
    </div>
  );
}

function valuesOf(form: RefObject<HTMLFormElement | null>): (name: string) => string {
  const data = new FormData(form.current ?? undefined);
  return (name) => String(data.get(name) ?? '');
}
