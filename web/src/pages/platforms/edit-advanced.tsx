import { Plus, Trash2 } from 'lucide-react';
import { problemAt, type problemsOf } from '../../api/problems.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import type { EditHeader, EditState } from './edit-state.ts';

interface EditAdvancedProps {
  readonly state: EditState;
  readonly onChange: (state: EditState) => void;
  readonly problems: ReturnType<typeof problemsOf>;
  /** Of the headers that are set. */
  readonly names: readonly string[];
}

/** What few platforms need: headers, a proxy, other limits of time. */
export function EditAdvanced({ state, onChange, problems, names }: EditAdvancedProps) {
  const { t } = useLanguage();
  const time = (name: 'connect' | 'firstByte' | 'idle', path: string) => (
    <TextField
      label={t(`platforms.timeout.${name}`)}
      hint={t('platforms.timeout.hint')}
      problem={problemAt(problems, `timeouts.${path}`)}
      inputMode="decimal"
      value={state[name]}
      onChange={(event) => onChange({ ...state, [name]: event.target.value })}
    />
  );
  return (
    <div className="grid gap-4">
      <Headers
        names={names}
        headers={state.headers}
        problem={problemAt(problems, 'headers')}
        onChange={(headers) => onChange({ ...state, headers })}
      />
      <TextField
        label={t('platforms.field.proxy')}
        hint={t('platforms.field.proxy.hint')}
        problem={problemAt(problems, 'proxy')}
        value={state.proxy}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange({ ...state, proxy: event.target.value })}
      />
      <div className="grid gap-3 sm:grid-cols-3">
        {time('connect', 'connect')}
        {time('firstByte', 'first_byte')}
        {time('idle', 'idle')}
      </div>
    </div>
  );
}

interface HeadersProps {
  readonly names: readonly string[];
  readonly headers: readonly EditHeader[] | undefined;
  readonly problem: string | undefined;
  readonly onChange: (headers: readonly EditHeader[]) => void;
}

function Headers({ names, headers, problem, onChange }: HeadersProps) {
  const { t } = useLanguage();
  const rows = headers ?? [];
  const fresh = (name: string, index: number) => ({ row: `${Date.now()}-${index}`, name, value: '' });
  const set = (row: string, change: Partial<EditHeader>) =>
    onChange(rows.map((header) => (header.row === row ? { ...header, ...change } : header)));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">{t('platforms.field.headers')}</legend>
      {headers === undefined && names.length > 0 ? (
        <p>
          {t('platforms.headers.kept', { names: names.join(', ') })}{' '}
          <Button isSmall onClick={() => onChange(names.map(fresh))}>
            {t('platforms.headers.replace')}
          </Button>
        </p>
      ) : (
        <>
          {rows.map((header) => (
            <HeaderRow
              key={header.row}
              header={header}
              onChange={(change) => set(header.row, change)}
              onRemove={() => onChange(rows.filter(({ row }) => row !== header.row))}
            />
          ))}
          <div>
            <Button isSmall icon={Plus} onClick={() => onChange([...rows, fresh('', rows.length)])}>
              {t('platforms.headers.add')}
            </Button>
          </div>
        </>
      )}
      <p className={problem === undefined ? 'text-sm text-quiet' : 'text-sm text-bad'}>
        {problem ?? t('platforms.headers.about')}
      </p>
    </fieldset>
  );
}

interface HeaderRowProps {
  readonly header: EditHeader;
  readonly onChange: (change: Partial<EditHeader>) => void;
  readonly onRemove: () => void;
}

function HeaderRow({ header, onChange, onRemove }: HeaderRowProps) {
  const { t } = useLanguage();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-end gap-2">
      <TextField
        label={t('platforms.headers.name')}
        value={header.name}
        spellCheck={false}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <TextField
        label={t('platforms.headers.value')}
        value={header.value}
        autoComplete="off"
        onChange={(event) => onChange({ value: event.target.value })}
      />
      <IconButton
        icon={Trash2}
        label={t('platforms.headers.remove', { name: header.name })}
        className="mb-1"
        onClick={onRemove}
      />
    </div>
  );
}
