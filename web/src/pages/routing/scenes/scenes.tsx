import { LayoutTemplate, Plus, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { RoutingReply } from '../../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import type { SceneView } from '../apply-patch.ts';
import { ReadOnlyNote } from '../read-only.tsx';
import { SceneCard } from './scene-card.tsx';
import { SceneDialog } from './scene-dialog.tsx';
import { draftOf, NEW_SCENE, type SceneDraft } from './scene-draft.ts';
import { TemplateDialog } from './template-dialog.tsx';
import { type SceneActs, useScenes } from './use-scenes.ts';

type Opened =
  | { readonly what: 'add'; readonly draft: SceneDraft }
  | { readonly what: 'edit'; readonly scene: SceneView }
  | { readonly what: 'templates' | 'restore' };

/** What requests can be for, and who serves them then. */
export function Scenes({ routing }: { readonly routing: RoutingReply }) {
  const { t } = useLanguage();
  const acts = useScenes(routing);
  const [opened, setOpened] = useState<Opened>();
  const isDisabled = routing.readOnly.includes('scenes');
  const actions = !isDisabled && <Actions routing={routing} onOpen={setOpened} />;
  return (
    <Card title={t('routing.scenes')} about={t('routing.scenes.about')} actions={actions}>
      <ReadOnlyNote routing={routing} field="scenes" />
      {!routing.hasOwnScenes && <p className="mb-3 text-sm text-quiet">{t('routing.scenes.default')}</p>}
      {routing.scenes.length === 0 && <p className="text-quiet">{t('routing.scenes.none')}</p>}
      <ul className="grid gap-3 md:grid-cols-2 2xl:grid-cols-3">
        {routing.scenes.map((scene) => (
          <li key={scene.name} className="min-w-0">
            <SceneCard
              scene={scene}
              isDisabled={isDisabled}
              onSwitch={(enabled) => acts.turn(scene, enabled)}
              onEdit={() => setOpened({ what: 'edit', scene })}
              onRemove={() => acts.remove(scene)}
            />
          </li>
        ))}
      </ul>
      {opened !== undefined && <OpenedDialog opened={opened} routing={routing} acts={acts} onOpen={setOpened} />}
    </Card>
  );
}

interface OpenedProps {
  readonly routing: RoutingReply;
  readonly onOpen: (opened: Opened | undefined) => void;
}

function Actions({ routing, onOpen }: OpenedProps) {
  const { t } = useLanguage();
  return (
    <>
      {routing.hasOwnScenes && (
        <Button icon={RotateCcw} onClick={() => onOpen({ what: 'restore' })}>
          {t('routing.scenes.restore')}
        </Button>
      )}
      <Button icon={LayoutTemplate} onClick={() => onOpen({ what: 'templates' })}>
        {t('routing.scenes.templates')}
      </Button>
      <Button look="main" icon={Plus} onClick={() => onOpen({ what: 'add', draft: NEW_SCENE })}>
        {t('routing.scenes.add')}
      </Button>
    </>
  );
}

function OpenedDialog({ opened, routing, acts, onOpen }: OpenedProps & { opened: Opened; acts: SceneActs }) {
  const { t } = useLanguage();
  const names = routing.scenes.map(({ name }) => name);
  const close = () => onOpen(undefined);
  switch (opened.what) {
    case 'add':
      return (
        <SceneDialog
          title={t('routing.scenes.add')}
          first={opened.draft}
          others={names}
          onSave={acts.add}
          onClose={close}
        />
      );
    case 'edit':
      return (
        <SceneDialog
          title={t('routing.scene.edit', { name: opened.scene.name })}
          first={draftOf(opened.scene)}
          others={names.filter((name) => name !== opened.scene.name)}
          onSave={(scene) => acts.edit(opened.scene, scene)}
          onClose={close}
        />
      );
    case 'templates':
      return <TemplateDialog onChoose={(draft) => onOpen({ what: 'add', draft })} onClose={close} />;
    case 'restore':
      return (
        <Confirm
          title={t('routing.scenes.restore')}
          action={t('routing.scenes.restore.action')}
          onConfirm={acts.restore}
          onClose={close}
        >
          <p>{t('routing.scenes.restore.about')}</p>
        </Confirm>
      );
  }
}
