import { ArrowDown, ArrowUp, Ellipsis, MessageCircle, Pencil, Trash2 } from 'lucide-react';
import type { PlatformView } from '../../../../src/admin/contract/platforms.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { isReadOnly } from './platform-card.tsx';

interface PlatformMenuProps {
  readonly platform: PlatformView;
  readonly onEdit: () => void;
  readonly onAskModel: () => void;
  readonly onRemove: () => void;
  /** Undefined: it is the first one already, or its place is not for choice. */
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
}

/** What is done with a platform less often. */
export function PlatformMenu({ platform, onEdit, onAskModel, onRemove, onUp, onDown }: PlatformMenuProps) {
  const { t } = useLanguage();
  const isFixed = isReadOnly(platform);
  return (
    <Menu trigger={<IconButton icon={Ellipsis} label={t('platforms.menu', { id: platform.id })} />}>
      <MenuItem icon={Pencil} isDisabled={isFixed} onSelect={onEdit}>
        {t('edit')}
      </MenuItem>
      <MenuItem icon={MessageCircle} onSelect={onAskModel}>
        {t('platforms.test.withChat')}
      </MenuItem>
      <MenuItem icon={ArrowUp} isDisabled={onUp === undefined} onSelect={() => onUp?.()}>
        {t('platforms.up')}
      </MenuItem>
      <MenuItem icon={ArrowDown} isDisabled={onDown === undefined} onSelect={() => onDown?.()}>
        {t('platforms.down')}
      </MenuItem>
      <MenuItem icon={Trash2} isDangerous isDisabled={isFixed || platform.origin === 'found'} onSelect={onRemove}>
        {t('delete')}
      </MenuItem>
    </Menu>
  );
}
