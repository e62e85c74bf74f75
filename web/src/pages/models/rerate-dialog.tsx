import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RerateReply } from '../../../../src/admin/contract/prices.ts';
import { send } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatFailure, formatMoney } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';

/** Counts past calls again, by the prices that hold now. */
export function RerateDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [since, setSince] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [result, setResult] = useState<RerateReply>();
  const [problem, setProblem] = useState<string>();
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setResult(await send<RerateReply>('POST', '/api/prices/rerate', since === '' ? {} : { since }));
      for (const part of ['calls', 'call', 'usage', 'call-sessions']) client.invalidateQueries({ queryKey: [part] });
    } catch (error) {
      setProblem(formatFailure(error, t));
    } finally {
      setBusy(false);
    }
  };
  const footer = (
    <>
      <Button onClick={onClose}>{t(result === undefined ? 'cancel' : 'close')}</Button>
      <Button look="main" disabled={isBusy} onClick={run}>
        {t(isBusy ? 'models.rerate.running' : 'models.rerate.submit')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('models.rerate')} onClose={onClose} footer={footer}>
      <p>{t('models.rerate.about')}</p>
      <TextField
        label={t('models.rerate.since')}
        hint={t('models.rerate.since.hint')}
        type="date"
        value={since}
        onChange={(event) => setSince(event.target.value)}
      />
      {problem !== undefined && <Notice tone="bad">{problem}</Notice>}
      {result !== undefined && <Result result={result} />}
    </Dialog>
  );
}

function Result({ result }: { readonly result: RerateReply }) {
  const { t, count } = useLanguage();
  const { calls, changed, unpriced, usdBefore, usdAfter } = result;
  return (
    <div role="status" className="grid gap-1 rounded-lg bg-sunken p-3">
      <p>
        {count('models.rerate.calls', calls)} {count('models.rerate.changed', changed)}
      </p>
      <p>{t('models.rerate.sums', { before: formatMoney(usdBefore), after: formatMoney(usdAfter) })}</p>
      {unpriced > 0 && <p className="text-quiet">{count('models.rerate.unpriced', unpriced)}</p>}
    </div>
  );
}
