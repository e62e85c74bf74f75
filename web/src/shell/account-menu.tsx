import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, LogOut, UserRound } from 'lucide-react';
import { ApiError, send } from '../api/client.ts';
import { forgetSession } from '../api/query-client.ts';
import { useLanguage } from '../i18n/language.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { useNotices } from '../ui/notices.tsx';
import { useAccount } from './account.ts';

/** Who is logged in, and the way out. */
export function AccountMenu({ onGo }: { readonly onGo?: (() => void) | undefined }) {
  const { t } = useLanguage();
  const { name, role } = useAccount();
  const navigate = useNavigate();
  const client = useQueryClient();
  const notices = useNotices();
  const signOut = () =>
    send('POST', '/api/logout', {}).then(
      () => forgetSession(client),
      // Whoever leaves has to know that the session goes on.
      (error: unknown) =>
        error instanceof ApiError && error.status === 401 ? forgetSession(client) : notices.failed(error),
    );
  const open = () => {
    onGo?.();
    navigate({ to: '/account' });
  };
  const trigger = (
    <button
      type="button"
      className="flex min-h-11 w-full items-center gap-2.5 rounded-lg border border-line bg-card px-3 text-left hover:border-accent"
    >
      <UserRound aria-hidden="true" className="size-4.5 shrink-0 text-quiet" />
      <span className="min-w-0 flex-1 leading-tight">
        <span className="block truncate font-medium">{name}</span>
        <span className="block text-xs text-quiet">{t(`role.${role}`)}</span>
      </span>
      <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-quiet" />
    </button>
  );
  return (
    <Menu trigger={trigger}>
      <MenuItem icon={UserRound} onSelect={open}>
        {t('account.open')}
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={signOut}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
