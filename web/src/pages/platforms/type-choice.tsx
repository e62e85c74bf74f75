import { useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { CONTROL } from '../../ui/field.tsx';
import { Mark } from './mark.tsx';
import { typeName } from './type-name.ts';
import { groupTypes, needsAddress, type PlatformType } from './types.ts';

interface TypeChoiceProps {
  readonly types: readonly PlatformType[];
  readonly onChoose: (type: PlatformType) => void;
}

/** Tiles of all types of platforms, to choose one. */
export function TypeChoice({ types, onChoose }: TypeChoiceProps) {
  const { t } = useLanguage();
  const [search, setSearch] = useState('');
  const groups = groupTypes(types, search, (type) => typeName(type, t));
  return (
    <div className="grid gap-4">
      <input
        type="search"
        aria-label={t('platforms.add.search')}
        placeholder={t('platforms.add.search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        className={CONTROL}
      />
      {groups.length === 0 && <p className="text-quiet">{t('platforms.add.noType')}</p>}
      {groups.map((group) => (
        <section key={group.kind} aria-label={t(`platforms.kind.${group.kind}`)} className="grid gap-2">
          <h3 className="text-sm font-medium text-quiet">{t(`platforms.kind.${group.kind}`)}</h3>
          <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
            {group.types.map((type) => (
              <Tile key={type.type} type={type} onChoose={onChoose} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

function Tile({ type, onChoose }: { readonly type: PlatformType; readonly onChoose: TypeChoiceProps['onChoose'] }) {
  const { t } = useLanguage();
  const needs = [
    type.needsKey && t('platforms.needs.key'),
    needsAddress(type) && t('platforms.needs.address'),
    type.isLocal && !needsAddress(type) && t('platforms.needs.nothing'),
  ].filter((need) => need !== false);
  return (
    <button
      type="button"
      onClick={() => onChoose(type)}
      className="flex min-w-0 items-center gap-3 rounded-lg border border-line bg-page p-2 text-left hover:border-accent hover:bg-wash"
    >
      <Mark type={type.type} name={type.name} />
      <span className="min-w-0">
        <span className="block leading-tight font-semibold">{typeName(type, t)}</span>
        <span className="block text-sm text-quiet">{needs.join(' · ')}</span>
      </span>
    </button>
  );
}
