import { useLanguage } from '../../../i18n/language.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import type { SceneDraft } from './scene-draft.ts';
import { sceneTemplates } from './templates.ts';

interface TemplateDialogProps {
  readonly onChoose: (draft: SceneDraft) => void;
  readonly onClose: () => void;
}

/** Ready scenes, of which one is chosen to be looked through and saved. */
export function TemplateDialog({ onChoose, onClose }: TemplateDialogProps) {
  const { t } = useLanguage();
  return (
    <Dialog title={t('routing.templates')} onClose={onClose} isWide>
      <p className="text-quiet">{t('routing.templates.about')}</p>
      <ul className="grid gap-2 sm:grid-cols-2">
        {sceneTemplates(t).map(({ id, draft }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => onChoose(draft)}
              className="grid h-full w-full content-start gap-1 rounded-lg border border-line px-4 py-3 text-left hover:border-accent hover:bg-wash"
            >
              <span className="font-medium">{draft.name}</span>
              <span className="text-sm text-quiet">{draft.description}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
