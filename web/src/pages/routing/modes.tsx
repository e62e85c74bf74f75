import { Check } from 'lucide-react';
import type { RoutingReply } from '../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ReadOnlyNote } from './read-only.tsx';
import { useChangeRoutingAtOnce } from './use-change-routing.ts';

type Mode = RoutingReply['mode'];
const MODES: readonly Mode[] = ['claude_code', 'global_direct', 'smart_routing'];

/** The three modes: what each does, when to choose it, and the switch. */
export function Modes({ routing }: { readonly routing: RoutingReply }) {
  const { t } = useLanguage();
  const change = useChangeRoutingAtOnce();
  const switchTo = (mode: Mode) => {
    const before = routing.mode;
    change({
      change: () => ({ mode }),
      said: t('routing.mode.switched', { mode: t(`mode.${mode}`) }),
      undo: () => ({ mode: before }),
    });
  };
  return (
    <section aria-label={t('routing.modes')}>
      <ReadOnlyNote routing={routing} field="mode" />
      <ul className="grid gap-3 lg:grid-cols-3">
        {MODES.map((mode) => (
          <li key={mode}>
            <ModeCard
              mode={mode}
              isUsed={mode === routing.mode}
              isDisabled={routing.readOnly.includes('mode')}
              onUse={() => switchTo(mode)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ModeCardProps {
  readonly mode: Mode;
  readonly isUsed: boolean;
  readonly isDisabled: boolean;
  readonly onUse: () => void;
}

function ModeCard({ mode, isUsed, isDisabled, onUse }: ModeCardProps) {
  const { t } = useLanguage();
  const title = t(`mode.${mode}`);
  return (
    <article
      className={classes(
        'flex h-full flex-col gap-2.5 rounded-xl border bg-card p-4',
        isUsed ? 'border-accent ring-1 ring-accent' : 'border-line',
      )}
    >
      <h2 className="flex min-h-6 items-center justify-between gap-2 font-semibold">
        {title}
        {isUsed && (
          <Badge tone="good">
            <Check aria-hidden="true" className="size-3.5" />
            {t('routing.mode.used')}
          </Badge>
        )}
      </h2>
      <p>{t(`routing.mode.${mode}.does`)}</p>
      <dl className="grid gap-1.5 text-sm text-quiet">
        <div>
          <dt className="inline font-medium">{t('routing.mode.when')} </dt>
          <dd className="inline">{t(`routing.mode.${mode}.when`)}</dd>
        </div>
        <div>
          <dt className="inline font-medium">{t('routing.mode.parts')} </dt>
          <dd className="inline">{t(`routing.mode.${mode}.parts`)}</dd>
        </div>
      </dl>
      {!isUsed && (
        <div className="mt-auto pt-1">
          <Button
            isSmall
            disabled={isDisabled}
            onClick={onUse}
            aria-label={t('routing.mode.use.named', { mode: title })}
          >
            {t('routing.mode.use')}
          </Button>
        </div>
      )}
    </article>
  );
}
