import { useId } from 'react';
import type { ModelView } from '../../../../../src/admin/contract/models.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { formatCount } from '../../../lib/format.ts';
import { type ModelGroup, modelName } from '../model-names.ts';

interface PickerGroupProps {
  readonly group: ModelGroup;
  readonly present: readonly string[];
  readonly picked: readonly string[];
  readonly onToggle: (name: string) => void;
}

/** The models of a platform. */
export function PickerGroup({ group: { platform, models }, present, picked, onToggle }: PickerGroupProps) {
  const { count } = useLanguage();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-1.5 flex items-baseline gap-2 font-medium">
        {platform.id}
        <span className="text-sm font-normal text-quiet">{count('routing.picker.models', models.length)}</span>
      </h3>
      <ul className="grid gap-1 sm:grid-cols-2">
        {models.map((model) => {
          const name = modelName(model);
          const isPresent = present.includes(name);
          return (
            <li key={name}>
              <Choice
                model={model}
                isPresent={isPresent}
                isPicked={isPresent || picked.includes(name)}
                onToggle={() => onToggle(name)}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface ChoiceProps {
  readonly model: ModelView;
  readonly isPresent: boolean;
  readonly isPicked: boolean;
  readonly onToggle: () => void;
}

function Choice({ model, isPresent, isPicked, onToggle }: ChoiceProps) {
  const { t } = useLanguage();
  const { contextWindow, price } = model.effective;
  const facts = [
    ...(isPresent ? [t('routing.picker.present')] : []),
    ...(contextWindow === undefined ? [] : [t('routing.picker.window', { tokens: formatCount(contextWindow) })]),
    ...(price?.input == null || price.output == null
      ? []
      : [t('routing.picker.price', { input: price.input, output: price.output })]),
  ];
  return (
    <label className="flex h-full min-h-11 items-center gap-2.5 rounded-lg border border-line px-3 py-1.5 has-checked:border-accent has-checked:bg-wash has-disabled:opacity-65">
      <input
        type="checkbox"
        checked={isPicked}
        disabled={isPresent}
        onChange={onToggle}
        className="size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0 leading-snug [overflow-wrap:anywhere]">
        {model.id}
        {facts.length > 0 && <span className="block text-sm text-quiet">{facts.join(' · ')}</span>}
      </span>
    </label>
  );
}
