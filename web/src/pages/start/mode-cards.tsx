import { ArrowDown01, type LucideIcon, Sparkles, Terminal } from 'lucide-react';
import type { RoutingReply } from '../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { classes } from '../../ui/classes.ts';

type Mode = RoutingReply['mode'];

const MODES: readonly { readonly mode: Mode; readonly icon: LucideIcon }[] = [
  { mode: 'global_direct', icon: ArrowDown01 },
  { mode: 'smart_routing', icon: Sparkles },
  { mode: 'claude_code', icon: Terminal },
];

interface ModeCardsProps {
  readonly mode: Mode;
  readonly isFixed: boolean;
  readonly onChoose: (mode: Mode) => void;
}

/** The three modes, each with what it does and whom it is for. */
export function ModeCards({ mode, isFixed, onChoose }: ModeCardsProps) {
  const { t } = useLanguage();
  return (
    <fieldset className="grid gap-3 lg:grid-cols-3" disabled={isFixed}>
      <legend className="sr-only">{t('start.mode')}</legend>
      {MODES.map(({ mode: one, icon: Icon }) => (
        <label
          key={one}
          className={classes(
            'grid content-start gap-1.5 rounded-xl border p-4 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
            one === mode ? 'border-accent bg-wash' : 'border-line bg-page hover:border-accent',
            isFixed && one !== mode && 'opacity-60',
          )}
        >
          <span className="flex items-center gap-2 font-semibold">
            <input
              type="radio"
              name="mode"
              value={one}
              checked={one === mode}
              onChange={() => onChoose(one)}
              className="size-4 accent-(--accent) outline-none"
            />
            {t(`mode.${one}`)}
            <Icon aria-hidden="true" className="ml-auto size-5 text-quiet" />
          </span>
          <span>{t(`mode.${one}.about`)}</span>
          <span className="text-sm text-quiet">{t(`start.mode.${one}.for`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
