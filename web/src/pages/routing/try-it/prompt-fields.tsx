import { Plus, X } from 'lucide-react';
import { useLanguage } from '../../../i18n/language.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { Switch } from '../../../ui/switch.tsx';
import type { Prompt, Turn } from './prompt.ts';

interface PromptFieldsProps {
  readonly prompt: Prompt;
  readonly onChange: (prompt: Prompt) => void;
}

/** What the user says, and what was said before it. */
export function PromptFields({ prompt, onChange }: PromptFieldsProps) {
  const { t } = useLanguage();
  const { turns } = prompt;
  const edit = (next: readonly Turn[]) => onChange({ ...prompt, turns: next });
  const last = turns.length - 1;
  return (
    <div className="grid gap-3">
      {turns.map((turn, index) => (
        <TurnField
          // biome-ignore lint/suspicious/noArrayIndexKey: turns have no names, and only the last ones go
          key={index}
          turn={turn}
          isLast={index === last}
          isOnly={last === 0}
          onEdit={(text) => edit(turns.with(index, { ...turn, text }))}
        />
      ))}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <Button
          isSmall
          icon={Plus}
          onClick={() => edit([...turns, { role: 'assistant', text: '' }, { role: 'user', text: '' }])}
        >
          {t('routing.try.more')}
        </Button>
        {last > 0 && <IconButton icon={X} label={t('routing.try.less')} onClick={() => edit(turns.slice(0, -2))} />}
        <Switch
          label={t('routing.try.picture')}
          isOn={prompt.hasPicture}
          onChange={(hasPicture) => onChange({ ...prompt, hasPicture })}
        />
        <Switch
          label={t('routing.try.tools')}
          isOn={prompt.hasTools}
          onChange={(hasTools) => onChange({ ...prompt, hasTools })}
        />
      </div>
    </div>
  );
}

interface TurnFieldProps {
  readonly turn: Turn;
  readonly isLast: boolean;
  readonly isOnly: boolean;
  readonly onEdit: (text: string) => void;
}

function TurnField({ turn: { role, text }, isLast, isOnly, onEdit }: TurnFieldProps) {
  const { t } = useLanguage();
  const label = isOnly ? 'routing.try.prompt' : isLast ? 'routing.try.last' : (`routing.try.${role}` as const);
  return (
    <TextArea
      label={t(label)}
      rows={isLast ? 4 : 2}
      value={text}
      placeholder={isLast ? t('routing.try.placeholder') : ''}
      onChange={(event) => onEdit(event.target.value)}
      {...(role === 'assistant' && { className: 'pl-6' })}
    />
  );
}
