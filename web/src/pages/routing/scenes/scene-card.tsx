import { Pencil, Trash2, TriangleAlert } from 'lucide-react';
import { useLanguage } from '../../../i18n/language.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { classes } from '../../../ui/classes.ts';
import { Switch } from '../../../ui/switch.tsx';
import type { SceneView } from '../apply-patch.ts';
import { ModelLabel } from '../models/model-label.tsx';
import { sceneProblemText } from '../server-words.ts';
import { ShareBars } from '../share-bars.tsx';
import { intentShares } from '../try-it/intent-shares.ts';

interface SceneCardProps {
  readonly scene: SceneView;
  readonly isDisabled: boolean;
  readonly onSwitch: (enabled: boolean) => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** A scene: its words, its models, and what the words are taken for. */
export function SceneCard({ scene, isDisabled, onSwitch, onEdit, onRemove }: SceneCardProps) {
  const { t } = useLanguage();
  const { name, description, tier, enabled, problem } = scene;
  return (
    <article className="flex h-full flex-col gap-2.5 rounded-xl border border-line bg-card p-4">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className={classes('min-w-0 font-semibold [overflow-wrap:anywhere]', !enabled && 'text-quiet')}>{name}</h3>
        {tier !== null && <Badge title={t('routing.tier.about')}>{t(`routing.tier.${tier}`)}</Badge>}
        <span className="ml-auto flex items-center">
          <Switch
            label={t('routing.scene.switch', { name })}
            isLabelHidden
            isOn={enabled}
            isDisabled={isDisabled}
            onChange={onSwitch}
          />
          {!isDisabled && (
            <>
              <IconButton icon={Pencil} label={t('routing.scene.edit', { name })} onClick={onEdit} className="ml-1" />
              <IconButton icon={Trash2} label={t('routing.scene.delete', { name })} onClick={onRemove} />
            </>
          )}
        </span>
      </header>
      <p className="text-sm text-quiet [overflow-wrap:anywhere]">{description}</p>
      {problem !== null && (
        <p className="flex items-start gap-2 rounded-lg bg-warn-wash px-3 py-2 text-sm text-warn">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {sceneProblemText(problem, t)}
        </p>
      )}
      <Words scene={scene} />
      <Models scene={scene} />
      {scene.intents !== null && (
        <div className="mt-auto">
          <ShareBars label={t('routing.scene.intents')} shares={intentShares(scene.intents, t).slice(0, 3)} />
        </div>
      )}
    </article>
  );
}

function Models({ scene: { models, tier } }: { readonly scene: SceneView }) {
  const { t } = useLanguage();
  if (models.length === 0) {
    if (tier === null) return null;
    return <p className="text-sm text-quiet">{t('routing.scene.tierModel', { tier: t(`routing.tier.${tier}`) })}</p>;
  }
  return (
    <ol aria-label={t('routing.scene.models')} className="grid text-sm">
      {models.map((name, index) => (
        <li key={name} className="flex items-baseline gap-2">
          <span className="text-quiet tabular-nums">{index + 1}</span>
          <ModelLabel name={name} />
        </li>
      ))}
    </ol>
  );
}

function Words({ scene: { examples, keywords, paths } }: { readonly scene: SceneView }) {
  const { t } = useLanguage();
  const kinds = [
    { name: t('routing.scene.examples'), words: examples },
    { name: t('routing.scene.keywords'), words: keywords },
    { name: t('routing.scene.paths'), words: paths },
  ].filter(({ words }) => words.length > 0);
  if (kinds.length === 0) return null;
  return (
    <dl className="grid gap-1 text-sm">
      {kinds.map(({ name, words }) => (
        <div key={name}>
          <dt className="inline text-quiet">{name}: </dt>
          <dd className="inline [overflow-wrap:anywhere]">{words.join(' · ')}</dd>
        </div>
      ))}
    </dl>
  );
}
