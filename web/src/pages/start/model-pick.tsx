import { X } from 'lucide-react';
import { useState } from 'react';
import type { PlatformView } from '../../../../src/admin/contract/platforms.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { IconButton } from '../../ui/button.tsx';
import { CONTROL } from '../../ui/field.tsx';
import { answering } from './answering.ts';

const SHOWN = 30;

/** `platform:model` of all that can answer. */
export function modelNames(platforms: readonly PlatformView[]): readonly string[] {
  return answering(platforms).flatMap(({ id, models }) => models.map((model) => `${id}:${model}`));
}

interface ModelPickProps {
  readonly names: readonly string[];
  /** Best first. */
  readonly picked: readonly string[];
  readonly onChange: (picked: string[]) => void;
}

/** Chooses models, in the order in which they are tried. */
export function ModelPick({ names, picked, onChange }: ModelPickProps) {
  const { t, count } = useLanguage();
  const [search, setSearch] = useState('');
  const words = search.toLowerCase().split(/\s+/);
  const fitting = names.filter(
    (name) => !picked.includes(name) && words.every((word) => name.toLowerCase().includes(word)),
  );
  return (
    <section aria-label={t('start.models')} className="grid gap-3">
      <p>{t('start.models.about')}</p>
      <ol className="grid gap-1.5">
        {picked.map((name, index) => (
          <li key={name} className="flex items-center gap-2 rounded-lg bg-sunken pl-3">
            <span className="w-5 text-quiet tabular-nums">{index + 1}</span>
            <span className="min-w-0 flex-1 truncate font-mono text-sm" title={name}>
              {name}
            </span>
            <IconButton
              icon={X}
              label={t('start.models.remove', { name })}
              onClick={() => onChange(picked.filter((one) => one !== name))}
            />
          </li>
        ))}
      </ol>
      {picked.length === 0 && <p className="text-warn">{t('start.models.none')}</p>}
      {names.length > 8 && (
        <input
          type="search"
          aria-label={t('models.search')}
          placeholder={t('models.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className={CONTROL}
        />
      )}
      <ul className="flex flex-wrap gap-1.5">
        {fitting.slice(0, SHOWN).map((name) => (
          <li key={name} className="max-w-full">
            <button
              type="button"
              aria-label={t('start.models.add', { name })}
              title={name}
              onClick={() => onChange([...picked, name])}
              className="min-h-8 max-w-full truncate rounded-lg border border-line bg-card px-2.5 font-mono text-sm hover:border-accent hover:text-accent"
            >
              <span aria-hidden="true">+ </span>
              {name}
            </button>
          </li>
        ))}
        {fitting.length > SHOWN && (
          <li className="self-center text-sm text-quiet">{count('platforms.models.more', fitting.length - SHOWN)}</li>
        )}
      </ul>
    </section>
  );
}
