import { useState } from 'react';
import type { PlatformsReply, PlatformView } from '../../../../src/admin/contract/platforms.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { usePlatformChanges } from './changes.ts';
import { EditDialog } from './edit-dialog.tsx';
import { swapped } from './edit-keys.tsx';
import { PlatformCard } from './platform-card.tsx';
import { PlatformMenu } from './platform-menu.tsx';
import type { useAsked } from './use-asked.ts';

interface PlatformListProps {
  readonly known: PlatformsReply;
  readonly asked: ReturnType<typeof useAsked>;
}

/** The cards of all platforms, in the order in which they are tried. */
export function PlatformList({ known, asked }: PlatformListProps) {
  const notices = useNotices();
  const changes = usePlatformChanges();
  const [open, setOpen] = useState<{ readonly id: string; readonly what: 'edit' | 'remove' }>();
  const platforms = inOrder(known.platforms);
  const stored = platforms.filter(({ origin }) => origin === 'stored');
  const move = (index: number) => {
    if (index < 0 || index >= stored.length - 1) return undefined;
    return () => changes.order(swapped(stored, index)).catch(notices.failed);
  };
  const opened = platforms.find(({ id }) => id === open?.id);
  return (
    <>
      <div className="grid grid-cols-1 gap-4 md:grid-cols-2 2xl:grid-cols-3">
        {platforms.map((platform) => (
          <PlatformCard
            key={platform.id}
            platform={platform}
            asked={asked.of(platform.id)}
            onTest={() => asked.test(platform.id)}
            onRefresh={() => asked.refresh([platform.id])}
            onEnable={(enabled) => changes.enable(platform.id, enabled).catch(notices.failed)}
            onClear={() => asked.clear(platform.id)}
            menu={
              <PlatformMenu
                platform={platform}
                onEdit={() => setOpen({ id: platform.id, what: 'edit' })}
                onRemove={() => setOpen({ id: platform.id, what: 'remove' })}
                onAskModel={() => asked.test(platform.id, true)}
                onUp={stored.includes(platform) ? move(stored.indexOf(platform) - 1) : undefined}
                onDown={stored.includes(platform) ? move(stored.indexOf(platform)) : undefined}
              />
            }
          />
        ))}
      </div>
      {opened !== undefined && open?.what === 'edit' && (
        <EditDialog
          platform={opened}
          type={known.types.find(({ type }) => type === opened.type)}
          onClose={() => setOpen(undefined)}
        />
      )}
      {opened !== undefined && open?.what === 'remove' && (
        <RemoveDialog platform={opened} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}

function RemoveDialog({
  platform: { id },
  onClose,
}: {
  readonly platform: PlatformView;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const changes = usePlatformChanges();
  return (
    <Confirm
      title={t('platforms.remove.title', { id })}
      action={t('delete')}
      word={id}
      onConfirm={() => changes.remove(id)}
      onClose={onClose}
    >
      {t('platforms.remove.about')}
    </Confirm>
  );
}

/** Stored ones by their position; those of the file before them, and found ones after, as the gateway has it. */
function inOrder(platforms: readonly PlatformView[]): readonly PlatformView[] {
  const groups = ['file', 'stored', 'found'];
  const byPlace = (a: PlatformView, b: PlatformView) =>
    groups.indexOf(a.origin) - groups.indexOf(b.origin) || (a.origin === 'stored' ? a.position - b.position : 0);
  return [...platforms].sort(byPlace);
}
