import { type FormEvent, useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { formatFailure } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import type { SceneInput } from '../apply-patch.ts';
import { ModelList } from '../models/model-list.tsx';
import { draftProblems, type SceneDraft, sceneOf } from './scene-draft.ts';
import { SceneFields } from './scene-fields.tsx';

interface SceneDialogProps {
  readonly title: string;
  readonly first: SceneDraft;
  /** Names of the other scenes. */
  readonly others: readonly string[];
  readonly onSave: (scene: SceneInput) => Promise<unknown>;
  readonly onClose: () => void;
}

const FORM = 'scene-form';

/** Writes a scene. */
export function SceneDialog({ title, first, others, onSave, onClose }: SceneDialogProps) {
  const { t } = useLanguage();
  const [draft, setDraft] = useState(first);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const problems = draftProblems(draft, others);
  const edit = (part: Partial<SceneDraft>) => setDraft((now) => ({ ...now, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problems).length > 0) return;
    setBusy(true);
    onSave(sceneOf(draft)).then(onClose, (error: unknown) => {
      setBusy(false);
      setRefusal(error);
    });
  };
  const footer = (
    <>
      {refusal !== undefined && (
        <p role="alert" className="mr-auto min-w-0 flex-1 basis-full text-bad [overflow-wrap:anywhere]">
          {formatFailure(refusal, t)}
        </p>
      )}
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" form={FORM} look="main" disabled={isBusy}>
        {t('save')}
      </Button>
    </>
  );
  return (
    <Dialog title={title} onClose={onClose} footer={footer} isWide>
      <form id={FORM} noValidate onSubmit={submit}>
        <SceneFields draft={draft} problems={problems} isTried={isTried} onEdit={edit} />
      </form>
      <div className="grid gap-1.5">
        <p className="text-sm font-medium">{t('routing.scene.models')}</p>
        <ModelList
          label={t('routing.scene.models')}
          names={draft.models}
          empty={t('routing.scene.models.empty')}
          onSort={(models) => edit({ models })}
          onAdd={(added) => edit({ models: [...draft.models, ...added] })}
          onRemove={(_name, index) => edit({ models: draft.models.toSpliced(index, 1) })}
        />
      </div>
    </Dialog>
  );
}
