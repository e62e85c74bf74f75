import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useLanguage } from '../../i18n/language.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import type { EditKey } from './edit-state.ts';

interface EditKeysProps {
  readonly keys: readonly EditKey[];
  readonly onChange: (keys: readonly EditKey[]) => void;
  /** Keys that are there have to be given again. */
  readonly isMoved: boolean;
}

/** The pool of a platform's keys: each can be named, weighted, exchanged, moved and removed. */
export function EditKeys({ keys, onChange, isMoved }: EditKeysProps) {
  const { t } = useLanguage();
  const add = () => {
    const row = `new-${Date.now()}-${keys.length}`;
    onChange([...keys, { row, id: undefined, name: '', weight: '', key: '', hint: '' }]);
  };
  return (
    <div className="grid gap-3">
      <p className="text-sm text-quiet">{t('platforms.keys.about')}</p>
      {keys.map((key, index) => (
        <EditKeyRow
          key={key.row}
          value={key}
          number={index + 1}
          isMoved={isMoved}
          onChange={(next) => onChange(keys.map((one) => (one.row === key.row ? next : one)))}
          onRemove={() => onChange(keys.filter((one) => one.row !== key.row))}
          onUp={index === 0 ? undefined : () => onChange(swapped(keys, index - 1))}
          onDown={index === keys.length - 1 ? undefined : () => onChange(swapped(keys, index))}
        />
      ))}
      <div>
        <Button isSmall icon={Plus} onClick={add}>
          {t('platforms.keys.add')}
        </Button>
      </div>
    </div>
  );
}

interface EditKeyRowProps {
  readonly value: EditKey;
  readonly number: number;
  readonly isMoved: boolean;
  readonly onChange: (key: EditKey) => void;
  readonly onRemove: () => void;
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
}

function EditKeyRow({ value, number, isMoved, onChange, onRemove, onUp, onDown }: EditKeyRowProps) {
  const { t } = useLanguage();
  const isLost = isMoved && value.id !== undefined && value.key.trim() === '';
  return (
    <fieldset className="grid gap-2 rounded-lg border border-line p-3">
      <legend className="px-1 text-sm text-quiet">{t('platforms.keys.number', { number })}</legend>
      <div className="grid items-start gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_5.5rem_auto]">
        <TextField
          label={t('platforms.field.key')}
          problem={isLost ? t('platforms.keys.again') : undefined}
          type="password"
          autoComplete="off"
          value={value.key}
          placeholder={value.id === undefined ? '' : t('platforms.keys.stays', { hint: value.hint })}
          onChange={(event) => onChange({ ...value, key: event.target.value })}
        />
        <TextField
          label={t('platforms.keys.name')}
          value={value.name}
          onChange={(event) => onChange({ ...value, name: event.target.value })}
        />
        <TextField
          label={t('platforms.keys.weight')}
          inputMode="decimal"
          value={value.weight}
          onChange={(event) => onChange({ ...value, weight: event.target.value })}
        />
        <div className="flex sm:pt-6">
          <IconButton icon={ArrowUp} label={t('platforms.up')} disabled={onUp === undefined} onClick={onUp} />
          <IconButton icon={ArrowDown} label={t('platforms.down')} disabled={onDown === undefined} onClick={onDown} />
          <IconButton icon={Trash2} label={t('platforms.keys.remove', { number })} onClick={onRemove} />
        </div>
      </div>
    </fieldset>
  );
}

/** With the ones at `index` and after it exchanged. */
export function swapped<Item>(items: readonly Item[], index: number): readonly Item[] {
  const pair = items.slice(index, index + 2).reverse();
  return [...items.slice(0, index), ...pair, ...items.slice(index + 2)];
}
