import { Ban, ChartColumn, Ellipsis, Pencil, Play, RotateCcw, RotateCwSquare, Trash2 } from 'lucide-react';
import type { KeyView } from '../../../../src/admin/contract/keys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { hasRole, useAccount } from '../../shell/account.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { useNotices } from '../../ui/notices.tsx';
import type { OpenedKey } from './key-dialogs.tsx';
import { useChangeKey } from './use-change-key.ts';

interface KeyMenuProps {
  readonly of: KeyView;
  readonly onOpen: (opened: OpenedKey) => void;
}

/** What can be done with a key. Those of the configuration file are only looked at. */
export function KeyMenu({ of: key, onOpen }: KeyMenuProps) {
  const { t } = useLanguage();
  const notices = useNotices();
  const change = useChangeKey();
  const isAdmin = hasRole(useAccount().role, 'admin');
  const isFixed = key.origin === 'file';
  const switchTo = (enabled: boolean) => {
    const said = t(enabled ? 'keys.enabled' : 'keys.disabled', { name: key.name });
    change.mutate({ key, changes: { enabled } }, { onSuccess: () => notices.done(said), onError: notices.failed });
  };
  return (
    <Menu trigger={<IconButton icon={Ellipsis} label={t('keys.actions.of', { name: key.name })} />}>
      <MenuItem icon={Pencil} isDisabled={isFixed} onSelect={() => onOpen({ what: 'edit', key })}>
        {t('edit')}
      </MenuItem>
      <MenuItem icon={ChartColumn} onSelect={() => onOpen({ what: 'statistics', key })}>
        {t('keys.statistics')}
      </MenuItem>
      <MenuItem icon={key.enabled ? Ban : Play} isDisabled={isFixed} onSelect={() => switchTo(!key.enabled)}>
        {t(key.enabled ? 'keys.disable' : 'keys.enable')}
      </MenuItem>
      <MenuItem icon={RotateCwSquare} isDisabled={isFixed} onSelect={() => onOpen({ what: 'rotate', key })}>
        {t('keys.rotate')}
      </MenuItem>
      {isAdmin && (
        <MenuItem icon={RotateCcw} onSelect={() => onOpen({ what: 'reset', key })}>
          {t('keys.reset')}
        </MenuItem>
      )}
      <MenuItem icon={Trash2} isDangerous isDisabled={isFixed} onSelect={() => onOpen({ what: 'remove', key })}>
        {t('delete')}
      </MenuItem>
    </Menu>
  );
}
