import { Ban, Ellipsis, KeyRound, Pencil, Play, Trash2 } from 'lucide-react';
import type { UserView } from '../../../../src/admin/contract/accounts.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useAccount } from '../../shell/account.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { useChangeUser } from './use-change-user.ts';

interface UserMenuProps {
  readonly user: UserView;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
  readonly onReset: () => void;
}

/** What can be done with a user. Nobody can lock themselves out. */
export function UserMenu({ user, onEdit, onRemove, onReset }: UserMenuProps) {
  const { t } = useLanguage();
  const { id } = useAccount();
  const notices = useNotices();
  const change = useChangeUser();
  const isSelf = user.id === id;
  const switchTo = (enabled: boolean) => {
    const said = t(enabled ? 'users.enabled' : 'users.disabled', { name: user.name });
    change.mutate({ user, changes: { enabled } }, { onSuccess: () => notices.done(said), onError: notices.failed });
  };
  return (
    <Menu trigger={<IconButton icon={Ellipsis} label={t('users.actions.of', { name: user.name })} />}>
      <MenuItem icon={Pencil} onSelect={onEdit}>
        {t('edit')}
      </MenuItem>
      <MenuItem icon={KeyRound} isDisabled={isSelf} onSelect={onReset}>
        {t('users.reset')}
      </MenuItem>
      <MenuItem icon={user.enabled ? Ban : Play} isDisabled={isSelf} onSelect={() => switchTo(!user.enabled)}>
        {t(user.enabled ? 'users.disable' : 'users.enable')}
      </MenuItem>
      <MenuItem icon={Trash2} isDangerous isDisabled={isSelf} onSelect={onRemove}>
        {t('delete')}
      </MenuItem>
    </Menu>
  );
}
