import { useQuery } from '@tanstack/react-query';
import type { PlatformView } from '../../../../src/admin/contract/platforms.ts';
import type { RoutingReply } from '../../../../src/admin/contract/settings.ts';
import { platformsQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Switch } from '../../ui/switch.tsx';
import { ReadOnlyNote } from './read-only.tsx';
import { putBack } from './sorting/keyed.ts';
import { SortableList } from './sorting/sortable-list.tsx';
import { useChangeRoutingAtOnce } from './use-change-routing.ts';

const PROTOCOL = 'anthropic-messages';

/** The platforms that Claude Code is passed on to. */
export function ClaudeCode({ routing }: { readonly routing: RoutingReply }) {
  const { t } = useLanguage();
  const platforms = useQuery(platformsQuery);
  return (
    <Card title={t('routing.claude')} about={t('routing.claude.about')}>
      <ReadOnlyNote routing={routing} field="claudeCodePlatforms" />
      <Loaded query={platforms}>
        {({ platforms: all }) => <Order routing={routing} able={all.filter(speaksIt)} all={all} />}
      </Loaded>
    </Card>
  );
}

function speaksIt({ protocols }: PlatformView): boolean {
  return protocols.some(({ protocol }) => protocol === PROTOCOL);
}

interface OrderProps {
  readonly routing: RoutingReply;
  readonly able: readonly PlatformView[];
  readonly all: readonly PlatformView[];
}

function Order({ routing, able, all }: OrderProps) {
  const { t } = useLanguage();
  const change = useChangeRoutingAtOnce();
  const chosen = routing.claudeCodePlatforms;
  const isDisabled = routing.readOnly.includes('claudeCodePlatforms');
  const setAll = (isAll: boolean) =>
    change({
      change: () => ({ claudeCodePlatforms: isAll ? null : able.map(({ id }) => id) }),
      said: t(isAll ? 'routing.claude.all.on' : 'routing.claude.all.off'),
      undo: () => ({ claudeCodePlatforms: chosen }),
    });
  const ids = chosen ?? able.map(({ id }) => id);
  return (
    <div className="grid gap-4">
      <Switch label={t('routing.claude.all')} isOn={chosen === null} isDisabled={isDisabled} onChange={setAll} />
      {ids.length === 0 && <p className="text-quiet">{t('routing.claude.none')}</p>}
      <SortableList
        label={t('routing.claude')}
        values={ids}
        isDisabled={isDisabled || chosen === null}
        onChange={(sorted) => change({ change: () => ({ claudeCodePlatforms: [...sorted] }) })}
        onRemove={(id, index) =>
          change({
            change: (now) => ({ claudeCodePlatforms: (now.claudeCodePlatforms ?? ids).filter((one) => one !== id) }),
            said: t('routing.models.removed', { name: id }),
            undo: (now) => ({ claudeCodePlatforms: putBack(now.claudeCodePlatforms ?? ids, id, index) }),
          })
        }
      >
        {(id) => <PlatformLabel id={id} all={all} />}
      </SortableList>
      {chosen !== null && !isDisabled && <Others able={able.filter(({ id }) => !chosen.includes(id))} />}
    </div>
  );
}

function Others({ able }: { readonly able: readonly PlatformView[] }) {
  const { t } = useLanguage();
  const change = useChangeRoutingAtOnce();
  if (able.length === 0) return null;
  const add = (id: string) =>
    change({ change: (now) => ({ claudeCodePlatforms: [...(now.claudeCodePlatforms ?? []), id] }) });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-sm text-quiet">{t('routing.claude.others')}</span>
      {able.map(({ id }) => (
        <Button key={id} isSmall onClick={() => add(id)}>
          {t('routing.claude.add', { id })}
        </Button>
      ))}
    </div>
  );
}

function PlatformLabel({ id, all }: { readonly id: string; readonly all: readonly PlatformView[] }) {
  const { t } = useLanguage();
  const platform = all.find((one) => one.id === id);
  const address = platform?.protocols.find(({ protocol }) => protocol === PROTOCOL)?.address;
  const problem =
    platform === undefined
      ? t('routing.problem.unknown-platform', { platform: id })
      : platform.state !== 'ready'
        ? t('routing.problem.platform-off', { platform: id })
        : address === undefined
          ? t('routing.warning.protocol', { name: id })
          : undefined;
  return (
    <span className="block py-1 leading-snug [overflow-wrap:anywhere]">
      <span className={problem === undefined ? 'font-medium' : 'font-medium text-bad'}>{id}</span>
      {address !== undefined && <span className="block text-sm text-quiet">{address}</span>}
      {problem !== undefined && <span className="block text-sm text-bad">{problem}</span>}
    </span>
  );
}
