import { useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { Choice } from '../choice.tsx';
import { CopyButton } from '../copy.tsx';
import { FullScreen } from './full-screen.tsx';
import { JsonTree } from './json-tree.tsx';
import { TextLines } from './text-lines.tsx';

type Form = 'tree' | 'flat';

interface JsonViewProps {
  readonly value: unknown;
  /** What it is, such as "What the platform got". */
  readonly label: string;
  /** How it is shown at first, and who wants to know of another choice. */
  readonly form?: Form;
  readonly onForm?: (form: Form) => void;
}

const SMALL = 'max-h-[60dvh] rounded-lg border border-line bg-card p-2';

/** JSON as a tree or as text, to be copied, and seen on the full screen. */
export function JsonView({ value, label, form: first = 'tree', onForm }: JsonViewProps) {
  const { t } = useLanguage();
  const [form, setForm] = useState(first);
  const choose = (next: Form) => {
    setForm(next);
    onForm?.(next);
  };
  const shown = (className: string) => <JsonForm form={form} value={value} label={label} className={className} />;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Choice
          label={t('json.form')}
          value={form}
          onChange={choose}
          options={[
            { value: 'tree', text: t('json.tree') },
            { value: 'flat', text: t('json.flat') },
          ]}
        />
        <div className="flex gap-1">
          <CopyButton label={t('json.copyAll')} text={() => Promise.resolve(JSON.stringify(value, null, 2) ?? '')} />
          <FullScreen title={label}>{shown}</FullScreen>
        </div>
      </div>
      {shown(SMALL)}
    </div>
  );
}

interface FormProps {
  readonly form: Form;
  readonly value: unknown;
  readonly label: string;
  readonly className: string;
}

function JsonForm({ form, value, label, className }: FormProps) {
  if (form === 'tree') return <JsonTree value={value} label={label} className={className} />;
  return <TextLines text={JSON.stringify(value, null, 2) ?? ''} label={label} isJson className={className} />;
}
