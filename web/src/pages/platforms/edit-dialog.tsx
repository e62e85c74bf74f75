import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { PlatformView } from '../../../../src/admin/contract/platforms.ts';
import { isStale } from '../../api/client.ts';
import { problemAt, problemsOf } from '../../api/problems.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatFailure } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { Notice } from '../../ui/states.tsx';
import { usePlatformChanges } from './changes.ts';
import { EditAddress } from './edit-address.tsx';
import { EditAdvanced } from './edit-advanced.tsx';
import { EditKeys } from './edit-keys.tsx';
import { editStateOf, headerNames, isMoved, patchOf } from './edit-state.ts';
import type { PlatformType } from './types.ts';

interface EditDialogProps {
  readonly platform: PlatformView;
  readonly type: PlatformType | undefined;
  readonly onClose: () => void;
}

/** Everything that can be said of a platform. */
export function EditDialog({ platform, type, onClose }: EditDialogProps) {
  const { t } = useLanguage();
  const form = useId();
  const { base, state, setState, error, isBusy, save } = useEdit(platform, onClose);
  const problems = problemsOf(error);
  const patch = patchOf(base, state);
  const loses = isMoved(patch) && headerNames(base).length > 0 && state.headers === undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  const footer = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" form={form} look="main" disabled={isBusy}>
        {t('save')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('platforms.edit.title', { id: platform.id })} isWide onClose={onClose} footer={footer}>
      <form id={form} className="grid gap-6" onSubmit={submit} noValidate>
        {error !== undefined && <Notice tone="bad">{formatFailure(error, t)}</Notice>}
        <Part title={t('platforms.edit.address')}>
          <EditAddress type={type} state={state} onChange={setState} problems={problems} />
        </Part>
        {isMoved(patch) && base.credentials.length > 0 && <Notice tone="warn">{t('platforms.edit.moved')}</Notice>}
        {loses && <Notice tone="warn">{t('platforms.edit.movedHeaders')}</Notice>}
        {!state.isPassthrough && (
          <Part title={t('platforms.edit.keys')}>
            <EditKeys keys={state.keys} isMoved={isMoved(patch)} onChange={(keys) => setState({ ...state, keys })} />
          </Part>
        )}
        <Part title={t('platforms.edit.models')}>
          <TextArea
            label={t('platforms.field.models')}
            hint={t('platforms.field.models.hint')}
            problem={problemAt(problems, 'models')}
            value={state.models}
            spellCheck={false}
            onChange={(event) => setState({ ...state, models: event.target.value })}
          />
        </Part>
        <Part title={t('platforms.edit.advanced')}>
          <EditAdvanced state={state} onChange={setState} problems={problems} names={headerNames(base)} />
        </Part>
      </form>
    </Dialog>
  );
}

/** The form's state, and how it is saved. A conflict brings the newer state into the form. */
function useEdit(platform: PlatformView, onClose: () => void) {
  const { t } = useLanguage();
  const notices = useNotices();
  const changes = usePlatformChanges();
  const [base, setBase] = useState(platform);
  const [state, setState] = useState(() => editStateOf(platform));
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  // Somebody else's change came in while the form was open: what is in it was made from what is no more.
  if (isStale(error) && platform.version > base.version) {
    setBase(platform);
    setState(editStateOf(platform));
  }
  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const { notes } = await changes.patch(base.id, patchOf(base, state));
      notices.done([t('platforms.edit.done', { id: base.id }), ...notes].join(' '));
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return { base, state, setState, error, isBusy, save };
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-3">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}
