import { useLanguage } from '../../../i18n/language.tsx';
import { type NamedModel, readName } from '../model-names.ts';
import { useCatalog } from '../use-catalog.ts';

/** A model of a list: what it is, and what to do where there is none. */
export function ModelLabel({ name }: { readonly name: string }) {
  const catalog = useCatalog();
  const named: NamedModel =
    catalog === undefined ? { platform: undefined, model: name, problem: undefined } : readName(name, catalog);
  const { platform, model, problem } = named;
  return (
    <span className="block py-1 leading-snug [overflow-wrap:anywhere]">
      <span className={problem === undefined || problem === 'ambiguous' ? 'font-medium' : 'font-medium text-bad'}>
        {model}
      </span>
      {platform !== undefined && <span className="text-sm text-quiet"> · {platform}</span>}
      {problem !== undefined && <Problem named={named} />}
    </span>
  );
}

function Problem({ named: { platform = '', model, problem = 'unknown-model' } }: { readonly named: NamedModel }) {
  const { t } = useLanguage();
  const colon = model.indexOf(':');
  const values = { platform: platform === '' ? model.slice(0, Math.max(0, colon)) : platform };
  return (
    <span className={`block text-sm ${problem === 'ambiguous' ? 'text-warn' : 'text-bad'}`}>
      {t(`routing.problem.${problem}`, values)}
    </span>
  );
}
