import { useLanguage } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import type { Prompt } from './prompt.ts';

const SAMPLES = ['chat', 'explain', 'modify', 'create', 'plan', 'ops', 'docs'] as const;

/** Prompts to click. One is a conversation. */
export function Samples({ onChoose }: { readonly onChoose: (turns: Prompt['turns']) => void }) {
  const { t } = useLanguage();
  const conversation: Prompt['turns'] = [
    { role: 'user', text: t('routing.sample.modify') },
    { role: 'assistant', text: t('routing.sample.answer') },
    { role: 'user', text: t('routing.sample.continue') },
  ];
  const samples = [
    ...SAMPLES.map((name) => t(`routing.sample.${name}`)).map((text) => ({
      text,
      turns: [{ role: 'user' as const, text }],
    })),
    { text: t('routing.sample.conversation'), turns: conversation },
  ];
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm text-quiet">{t('routing.try.samples')}</legend>
      <div className="flex flex-wrap gap-1.5">
        {samples.map(({ text, turns }) => (
          <Button
            key={text}
            isSmall
            onClick={() => onChoose(turns)}
            className="max-w-full justify-start py-1 text-left leading-snug"
          >
            {text}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
