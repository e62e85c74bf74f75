import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Braces, EllipsisVertical, Eraser, SquareTerminal, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { CallReply } from '../../../../src/admin/contract/calls.ts';
import { addressOf, getText, send } from '../../api/client.ts';
import { callQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { hasRole, useAccount } from '../../shell/account.ts';
import { IconButton } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useCopy } from '../../ui/copy.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { callPath } from './queries.ts';

type Destroyed = 'bodies' | 'call';

/** What can be done with a call: copy it, or delete it. */
export function CallActions({ call, stages }: CallReply) {
  const { t } = useLanguage();
  const { role } = useAccount();
  const [destroying, setDestroying] = useState<Destroyed>();
  const copy = useCopy();
  const has = (name: string) => stages.some(({ stage, keptBytes }) => stage === name && keptBytes !== null);
  const curl = (to: string) => () => getText(addressOf(callPath(call.id, '/curl'), { to }));
  return (
    <>
      <Menu trigger={<IconButton icon={EllipsisVertical} label={t('call.actions')} look="normal" />}>
        <MenuItem icon={Braces} onSelect={() => copy(JSON.stringify({ call, stages }, null, 2))}>
          {t('call.copyJson')}
        </MenuItem>
        <MenuItem icon={SquareTerminal} isDisabled={!has('request')} onSelect={() => copy(curl('redwolf'))}>
          {t('call.copyCurl.redwolf')}
        </MenuItem>
        {hasRole(role, 'admin') && (
          <MenuItem icon={SquareTerminal} isDisabled={!has('sent')} onSelect={() => copy(curl('platform'))}>
            {t('call.copyCurl.platform')}
          </MenuItem>
        )}
        <MenuItem icon={Eraser} isDangerous isDisabled={stages.length === 0} onSelect={() => setDestroying('bodies')}>
          {t('call.deleteBodies')}
        </MenuItem>
        <MenuItem icon={Trash2} isDangerous onSelect={() => setDestroying('call')}>
          {t('call.delete')}
        </MenuItem>
      </Menu>
      {destroying !== undefined && <Destroy id={call.id} what={destroying} onClose={() => setDestroying(undefined)} />}
    </>
  );
}

interface DestroyProps {
  readonly id: string;
  readonly what: Destroyed;
  readonly onClose: () => void;
}

function Destroy({ id, what, onClose }: DestroyProps) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/calls/$callId' });
  const notices = useNotices();
  const destroy = async () => {
    await send('DELETE', callPath(id, what === 'bodies' ? '/bodies' : ''));
    notices.done(t(what === 'bodies' ? 'call.deleteBodies.done' : 'call.delete.done'));
    client.removeQueries({ queryKey: ['call', id, 'body'] });
    if (what === 'bodies') {
      await client.invalidateQueries({ queryKey: callQuery(id).queryKey });
      return;
    }
    await navigate({ to: '/calls', search: (search) => search });
    await client.invalidateQueries({ queryKey: ['calls'] });
  };
  const key = what === 'bodies' ? 'call.deleteBodies' : 'call.delete';
  return (
    <Confirm title={t(key)} action={t('delete')} onConfirm={destroy} onClose={onClose}>
      {t(what === 'bodies' ? 'call.deleteBodies.about' : 'call.delete.about')}
    </Confirm>
  );
}
