import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RestoreReply } from '../../../../src/admin/contract/transfer.ts';
import { send } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatFailure } from '../../lib/format.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { Loading, Notice } from '../../ui/states.tsx';
import { useUndo } from './use-undo.ts';

const TONES: Readonly<Record<RestoreReply['lines'][number]['change'], Tone>> = {
  added: 'good',
  changed: 'info',
  removed: 'bad',
  skipped: 'neutral',
};

/** What a backup would change, and then the change, which can be undone. */
export function RestoreDialog({ file, onClose }: { readonly file: File; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const notices = useNotices();
  const undo = useUndo(notices.failed);
  const trial = useQuery({
    queryKey: ['restore', file.name, file.lastModified, file.size],
    queryFn: async () => send<RestoreReply>('POST', '/api/configuration/restore?dry_run=true', await parsed(file)),
    gcTime: 0,
    retry: false,
  });
  const restore = useMutation({
    // Only what was looked at: a change in the meantime is refused.
    mutationFn: async (version: number) =>
      send<RestoreReply>('POST', '/api/configuration/restore', await parsed(file), { 'if-match': `"${version}"` }),
    onSuccess: ({ version }) => {
      onClose();
      notices.done(t('settings.restore.done'), () => undo.mutate({ version, seen: version }));
      void client.invalidateQueries();
    },
    onError: () => void trial.refetch(),
  });
  const isReady = trial.data?.lines.some(({ change }) => change !== 'skipped');
  const footer = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button
        look="main"
        disabled={!isReady || restore.isPending}
        onClick={() => trial.data && restore.mutate(trial.data.version)}
      >
        {t('settings.restore.start')}
      </Button>
    </>
  );
  const error = restore.error ?? trial.error;
  return (
    <Dialog title={t('settings.restore')} isWide onClose={onClose} footer={footer}>
      <p className="text-quiet [overflow-wrap:anywhere]">{file.name}</p>
      {trial.isPending && <Loading rows={5} />}
      {error !== null && <Notice tone="bad">{formatFailure(error, t)}</Notice>}
      {trial.data !== undefined && <RestoreReport report={trial.data} />}
    </Dialog>
  );
}

function RestoreReport({ report: { lines, same, notes } }: { readonly report: RestoreReply }) {
  const { t, count } = useLanguage();
  return (
    <div className="grid gap-4">
      <p>{lines.length === 0 ? t('settings.restore.nothing') : count('settings.restore.same', same)}</p>
      {lines.length > 0 && (
        <ul className="divide-y divide-line border-y border-line">
          {lines.map(({ part, name, change }) => (
            <li key={`${part} ${name}`} className="flex flex-wrap items-center gap-2 py-2">
              <Badge tone={TONES[change]}>{t(`settings.restore.${change}`)}</Badge>
              <span className="text-sm text-quiet">{t(`settings.restore.part.${part}`)}</span>
              <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
            </li>
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <ul className="list-disc rounded-lg bg-warn-wash py-3 pr-3 pl-8 text-sm text-warn">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What is no JSON is sent as a text, so that the gateway says what is wrong with it. */
async function parsed(file: File): Promise<unknown> {
  const text = await file.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
