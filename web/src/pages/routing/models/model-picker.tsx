import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { CONTROL } from '../../../ui/field.tsx';
import { Empty } from '../../../ui/states.tsx';
import { type Catalog, groupModels, unlistedName } from '../model-names.ts';
import { PickerGroup } from './picker-group.tsx';

interface ModelPickerProps {
  readonly catalog: Catalog;
  /** Those that are in the list. */
  readonly present: readonly string[];
  readonly onAdd: (names: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Chooses models. What is chosen stays chosen, whatever is searched for then. */
export function ModelPicker({ catalog, present, onAdd, onClose }: ModelPickerProps) {
  const { t, count } = useLanguage();
  const [search, setSearch] = useState('');
  const [picked, setPicked] = useState<readonly string[]>([]);
  const toggle = (name: string) =>
    setPicked((now) => (now.includes(name) ? now.filter((one) => one !== name) : [...now, name]));
  const groups = groupModels(catalog, search);
  const unlisted = unlistedName(search, catalog);
  const footer = (
    <>
      <span className="mr-auto self-center text-quiet" role="status">
        {count('routing.picker.chosen', picked.length)}
      </span>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button look="main" disabled={picked.length === 0} onClick={() => onAdd(picked)}>
        {t('routing.picker.add')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('routing.picker.title')} onClose={onClose} footer={footer} isWide>
      <label className="relative sticky top-0 z-10 block bg-card">
        <span className="sr-only">{t('routing.picker.search')}</span>
        <Search aria-hidden="true" className="absolute top-2.5 left-3 size-4 text-quiet" />
        <input
          type="search"
          value={search}
          placeholder={t('routing.picker.search')}
          onChange={(event) => setSearch(event.target.value)}
          className={`${CONTROL} pl-9`}
        />
      </label>
      <div className="grid min-h-72 content-start gap-5">
        {groups.map((group) => (
          <PickerGroup key={group.platform.id} group={group} present={present} picked={picked} onToggle={toggle} />
        ))}
        {unlisted !== undefined && !picked.includes(unlisted) && !present.includes(unlisted) && (
          <Button onClick={() => toggle(unlisted)}>{t('routing.picker.unlisted', { name: unlisted })}</Button>
        )}
        {groups.length === 0 && unlisted === undefined && <Nothing hasModels={catalog.models.length > 0} />}
      </div>
    </Dialog>
  );
}

function Nothing({ hasModels }: { readonly hasModels: boolean }) {
  const { t } = useLanguage();
  if (hasModels) {
    return (
      <Empty icon={Search} title={t('routing.picker.none')}>
        <p>{t('routing.picker.none.about')}</p>
      </Empty>
    );
  }
  return (
    <Empty icon={Search} title={t('routing.picker.empty')}>
      <Link to="/platforms" className="text-accent underline">
        {t('routing.picker.empty.link')}
      </Link>
    </Empty>
  );
}
