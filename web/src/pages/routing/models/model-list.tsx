import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import { SortableList } from '../sorting/sortable-list.tsx';
import { useCatalog } from '../use-catalog.ts';
import { ModelLabel } from './model-label.tsx';
import { ModelPicker } from './model-picker.tsx';

interface ModelListProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly isDisabled?: boolean;
  /** What an empty list means. */
  readonly empty: string;
  readonly onSort: (names: readonly string[]) => void;
  readonly onAdd: (names: readonly string[]) => void;
  readonly onRemove: (name: string, index: number) => void;
}

/** Models in their order, and the way to more of them. */
export function ModelList({ label, names, isDisabled = false, empty, onSort, onAdd, onRemove }: ModelListProps) {
  const { t } = useLanguage();
  const catalog = useCatalog();
  const [isPicking, setPicking] = useState(false);
  return (
    <div className="grid gap-3">
      {names.length === 0 ? (
        <p className="rounded-lg border border-dashed border-field-line px-4 py-3 text-quiet">{empty}</p>
      ) : (
        <SortableList label={label} values={names} isDisabled={isDisabled} onChange={onSort} onRemove={onRemove}>
          {(name) => <ModelLabel name={name} />}
        </SortableList>
      )}
      {!isDisabled && (
        <div>
          <Button icon={Plus} disabled={catalog === undefined} onClick={() => setPicking(true)}>
            {t('routing.models.add')}
          </Button>
        </div>
      )}
      {isPicking && catalog !== undefined && (
        <ModelPicker
          catalog={catalog}
          present={names}
          onAdd={(added) => {
            setPicking(false);
            onAdd(added);
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </div>
  );
}
