import { type FormEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import { ApiError } from './api.ts';
import { useLanguage } from './i18n/language.tsx';
import type { Translate } from './i18n/translate.ts';

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
  /** The field that the cursor stands in first. */
  readonly first: string;
  readonly submit: string;
  readonly busy: string;
  /** What is wrong with the values, before they are sent; undefined for nothing. */
  readonly check: (value: (name: string) => string) => string | undefined;
  /** Sends them. Throws ApiError. */
  readonly send: (value: (name: string) => string) => Promise<void>;
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
      await props.send(value);
    } catch (error) {
      setBusy(false);
      setProblem(props.explain(error instanceof ApiError ? error : new ApiError(0), t));
    }
  };

  return (
    <form ref={form} className="card login" onSubmit={submit} noValidate>
      <h1>{props.heading}</h1>
      {props.about !== undefined && <p className="quiet hint">{props.about}</p>}
      {props.fields.map((field) => (
        <Entry key={field.name} field={field} isFirst={field.name === props.first} isWrong={problem !== undefined} />
      ))}
      <p id="account-problem" className="problem" role="alert">
        {problem}
      </p>
      <button type="submit" className="main" disabled={isBusy}>
        {isBusy ? props.busy : props.submit}
      </button>
      {props.children}
    </form>
  );
}

interface EntryProps {
  readonly field: Field;
  readonly isFirst: boolean;
  readonly isWrong: boolean;
}

function Entry({ field, isFirst, isWrong }: EntryProps) {
  const { name, label, type, autoComplete, initial } = field;
  return (
    <div className="entry">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        defaultValue={initial}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
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
