import { useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { TextArea, TextField } from '../../../ui/field.tsx';
import { Switch } from '../../../ui/switch.tsx';
import type { DraftProblems, SceneDraft } from './scene-draft.ts';

interface SceneFieldsProps {
  readonly draft: SceneDraft;
  readonly problems: DraftProblems;
  /** Saving was tried: problems of fields that nobody has touched are shown too. */
  readonly isTried: boolean;
  readonly onEdit: (part: Partial<SceneDraft>) => void;
}

type TextName = 'name' | 'description' | 'examples' | 'keywords' | 'paths';

/** The words of a scene. */
export function SceneFields({ draft, problems, isTried, onEdit }: SceneFieldsProps) {
  const { t } = useLanguage();
  const [touched, setTouched] = useState<readonly string[]>([]);
  const wiring = (name: TextName) => {
    const problem = problems[name];
    const isShown = problem !== undefined && (isTried || touched.includes(name));
    return {
      label: t(`routing.scene.${name}`),
      hint: t(`routing.scene.${name}.hint`),
      problem: isShown ? t(problem) : undefined,
      value: draft[name],
      onChange: (event: { target: { value: string } }) => {
        setTouched((now) => [...now, name]);
        onEdit({ [name]: event.target.value });
      },
    };
  };
  return (
    <div className="grid gap-4">
      <TextField {...wiring('name')} autoComplete="off" />
      <TextArea {...wiring('description')} rows={2} />
      <TextArea {...wiring('examples')} rows={3} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextArea {...wiring('keywords')} rows={3} />
        <TextArea {...wiring('paths')} rows={3} spellCheck={false} />
      </div>
      <Switch label={t('routing.scene.enabled')} isOn={draft.enabled} onChange={(enabled) => onEdit({ enabled })} />
    </div>
  );
}
