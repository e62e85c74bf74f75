import { type FormEvent, useId, useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { formatFailure } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { Notice } from '../../ui/states.tsx';
import { useModelChanges } from './changes.ts';
import { OverrideFields } from './override-fields.tsx';
import { changeOf, faultsOf, overrideStateOf } from './override-state.ts';
import { PriceFields } from './price-fields.tsx';
import type { ModelRow } from './rows.ts';

interface OverrideDialogProps {
  readonly row: ModelRow;
  readonly onClose: () => void;
}

/** What holds of a model in place of what its platform says. */
export function OverrideDialog({ row, onClose }: OverrideDialogProps) {
  const { t } = useLanguage();
  const form = useId();
  const notices = useNotices();
  const { patch } = useModelChanges();
  const { model, name, isFixed } = row;
  const [state, setState] = useState(() => overrideStateOf(model));
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const faults = faultsOf(state);
  const isChanged = JSON.stringify(state) !== JSON.stringify(overrideStateOf({ overrides: {} }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (faults.length > 0) return;
    setBusy(true);
    try {
      const { notes } = await patch({ models: [changeOf(model, state)], version: model.version });
      notices.done([t('models.saved', { name }), ...notes].join(' '));
      onClose();
    } catch (error) {
      setBusy(false);
      setProblem(formatFailure(error, t));
    }
  };
  const footer = (
    <>
      <Button disabled={isFixed || !isChanged} onClick={() => setState(overrideStateOf({ overrides: {} }))}>
        {t('models.reset.all')}
      </Button>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" form={form} look="main" disabled={isFixed || isBusy || faults.length > 0}>
        {t('save')}
      </Button>
    </>
  );
  return (
    <Dialog title={name} isWide onClose={onClose} footer={footer}>
      <form id={form} onSubmit={submit} noValidate>
        <fieldset disabled={isFixed} className="grid gap-5">
          <p className="text-quiet">{t(isFixed ? 'models.fixed.about' : 'models.override.about')}</p>
          {problem !== undefined && <Notice tone="bad">{problem}</Notice>}
          <OverrideFields model={model} state={state} faults={faults} onChange={setState} />
          <PriceFields row={row} state={state} faults={faults} onChange={setState} />
        </fieldset>
      </form>
    </Dialog>
  );
}
