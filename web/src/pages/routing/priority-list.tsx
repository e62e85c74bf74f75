import type { RoutingReply } from '../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Card } from '../../ui/card.tsx';
import { ModelList } from './models/model-list.tsx';
import { ReadOnlyNote } from './read-only.tsx';
import { putBack } from './sorting/keyed.ts';
import { useChangeRoutingAtOnce } from './use-change-routing.ts';

/** The models that are tried, first one first. */
export function PriorityList({ routing }: { readonly routing: RoutingReply }) {
  const { t, count } = useLanguage();
  const change = useChangeRoutingAtOnce();
  const names = routing.modelPriorityList;
  const remove = (name: string, index: number) =>
    change({
      change: (now) => ({ modelPriorityList: now.modelPriorityList.filter((one, at) => one !== name || at !== index) }),
      said: t('routing.models.removed', { name }),
      undo: (now) => ({ modelPriorityList: putBack(now.modelPriorityList, name, index) }),
    });
  return (
    <Card title={t('routing.priority')} about={t('routing.priority.about')}>
      <ReadOnlyNote routing={routing} field="modelPriorityList" />
      <ModelList
        label={t('routing.priority')}
        names={names}
        isDisabled={routing.readOnly.includes('modelPriorityList')}
        empty={t('routing.priority.empty')}
        onSort={(sorted) => change({ change: () => ({ modelPriorityList: [...sorted] }) })}
        onAdd={(added) =>
          change({
            change: (now) => ({ modelPriorityList: [...now.modelPriorityList, ...added] }),
            said: count('routing.models.added', added.length),
            undo: (now) => ({ modelPriorityList: now.modelPriorityList.filter((name) => !added.includes(name)) }),
          })
        }
        onRemove={remove}
      />
    </Card>
  );
}
