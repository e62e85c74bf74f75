import { useId, useState } from 'react';
import type { RoutingReply } from '../../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { formatShare } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { classes } from '../../../ui/classes.ts';
import { ReadOnlyNote } from '../read-only.tsx';
import { useChangeRoutingAtOnce } from '../use-change-routing.ts';
import { DIAL_STOPS, nearestStop } from './dial-stops.ts';

/** How much risk of too weak a model is taken to save money. Saved when it is let go. */
export function Dial({ routing }: { readonly routing: RoutingReply }) {
  const { t } = useLanguage();
  const change = useChangeRoutingAtOnce();
  const [held, setHeld] = useState<number>();
  const risk = held ?? routing.risk;
  const isDisabled = routing.readOnly.includes('risk');
  const save = (next: number) => {
    setHeld(undefined);
    const before = routing.risk;
    if (next === before) return;
    change({
      change: () => ({ risk: next }),
      said: t('routing.dial.saved', { risk: next }),
      undo: () => ({ risk: before }),
    });
  };
  return (
    <Card title={t('routing.dial')} about={t('routing.dial.about')}>
      <ReadOnlyNote routing={routing} field="risk" />
      {/* The slider knows only its steps: what stands between two of them must not change by a visit. */}
      <Slider risk={risk} isDisabled={isDisabled} onHold={setHeld} onRelease={() => held !== undefined && save(held)} />
      <Stops risk={risk} isDisabled={isDisabled} onChoose={save} />
      <Meaning risk={risk} />
    </Card>
  );
}

interface StopsProps {
  readonly risk: number;
  readonly isDisabled: boolean;
  readonly onChoose: (risk: number) => void;
}

/** Usual places of the dial, side by side as far as there is room. */
function Stops({ risk, isDisabled, onChoose }: StopsProps) {
  const { t } = useLanguage();
  return (
    <fieldset disabled={isDisabled} className="mt-3 mb-4 flex flex-wrap gap-1.5">
      <legend className="sr-only">{t('routing.dial.stops')}</legend>
      {DIAL_STOPS.map((stop) => (
        <Button
          key={stop.name}
          isSmall
          aria-pressed={stop.risk === risk}
          onClick={() => onChoose(stop.risk)}
          className={classes(stop.risk === risk && 'border-accent! bg-wash! font-semibold text-accent!')}
        >
          {t(`routing.dial.stop.${stop.name}`)}
        </Button>
      ))}
    </fieldset>
  );
}

interface SliderProps {
  readonly risk: number;
  readonly isDisabled: boolean;
  readonly onHold: (risk: number) => void;
  readonly onRelease: () => void;
}

function Slider({ risk, isDisabled, onHold, onRelease }: SliderProps) {
  const { t } = useLanguage();
  const id = useId();
  const stop = nearestStop(risk);
  return (
    <div>
      <label htmlFor={id} className="flex items-baseline justify-between gap-3 font-medium">
        {t('routing.dial.risk')}
        <output htmlFor={id} className="text-lg text-accent tabular-nums">
          {risk}
        </output>
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={risk}
        disabled={isDisabled}
        aria-valuetext={`${risk}${stop?.risk === risk ? `, ${t(`routing.dial.stop.${stop.name}`)}` : ''}`}
        onChange={(event) => onHold(Number(event.target.value))}
        onPointerUp={onRelease}
        onKeyUp={onRelease}
        onBlur={onRelease}
        className="my-1 h-8 w-full accent-accent"
      />
      <p className="flex justify-between gap-4 text-sm text-quiet">
        <span>{t('routing.dial.quality')}</span>
        <span className="text-right">{t('routing.dial.cost')}</span>
      </p>
    </div>
  );
}

/** What was measured there. */
function Meaning({ risk }: { readonly risk: number }) {
  const { t } = useLanguage();
  const stop = nearestStop(risk);
  const share = (value: number | undefined) => (value === undefined ? '–' : formatShare(value));
  const rows = [
    { name: t('routing.dial.best'), value: share(stop?.best) },
    { name: t('routing.dial.tooStrong'), value: share(stop?.tooStrong) },
    { name: t('routing.dial.tooWeak'), value: share(stop?.tooWeak) },
  ];
  return (
    <div className="rounded-lg bg-sunken px-4 py-3">
      <dl className="grid gap-1.5">
        {rows.map(({ name, value }) => (
          <div key={name} className="flex items-baseline justify-between gap-4">
            <dt>{name}</dt>
            <dd className="font-semibold whitespace-nowrap tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-sm text-quiet">
        {stop === undefined ? t('routing.dial.unmeasured') : t('routing.dial.measured', { risk: stop.risk })}
      </p>
    </div>
  );
}
