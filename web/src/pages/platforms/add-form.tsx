import { type FormEvent, useState } from 'react';
import type { PlatformView, TestReply } from '../../../../src/admin/contract/platforms.ts';
import { otherProblems, problemsOf } from '../../api/problems.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatFailure } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/states.tsx';
import { AddFieldset } from './add-fieldset.tsx';
import { Mark } from './mark.tsx';
import { TestResult } from './test-result.tsx';
import { typeName } from './type-name.ts';
import { type PlatformType, suggestId } from './types.ts';
import { type AddFields, useDraft } from './use-draft.ts';

interface AddFormProps {
  readonly type: PlatformType;
  readonly platforms: readonly PlatformView[];
  readonly onBack: () => void;
  readonly onAdded: (id: string) => void;
}

/** Asks for what a platform of this type needs, and tests it before it comes into use. */
export function AddForm({ type, platforms, onBack, onAdded }: AddFormProps) {
  const { t } = useLanguage();
  const [fields, setFields] = useState<AddFields>({
    id: suggestId(type.type, platforms),
    key: '',
    address: '',
    models: '',
  });
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const { result, draftId, test, keep } = useDraft(type, onAdded);
  const run = (work: Promise<void>) => {
    setBusy(true);
    setError(undefined);
    work.catch(setError).finally(() => setBusy(false));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(test(fields));
  };
  return (
    <form className="grid gap-4" onSubmit={submit} noValidate>
      <Head type={type} onBack={onBack} />
      <AddFieldset
        type={type}
        fields={fields}
        onChange={setFields}
        problems={problemsOf(error)}
        isNameFixed={draftId !== undefined}
        isModelsOpen={result?.ok === true && result.models.length === 0}
      />
      {error !== undefined && <Refusal error={error} />}
      {result !== undefined && <Outcome result={result} />}
      <div className="flex flex-wrap justify-end gap-2">
        {result !== undefined && draftId !== undefined && (
          <Button disabled={isBusy} onClick={() => run(keep(draftId))}>
            {t('platforms.add.anyway')}
          </Button>
        )}
        <Button type="submit" look="main" disabled={isBusy}>
          {t(isBusy ? 'platforms.test.running' : result === undefined ? 'platforms.add.submit' : 'platforms.add.again')}
        </Button>
      </div>
    </form>
  );
}

function Head({ type, onBack }: Pick<AddFormProps, 'type' | 'onBack'>) {
  const { t } = useLanguage();
  return (
    <div className="flex items-center gap-3">
      <Mark type={type.type} name={type.name} />
      <p className="min-w-0 flex-1 font-semibold">{typeName(type, t)}</p>
      <Button isSmall onClick={onBack}>
        {t('platforms.add.otherType')}
      </Button>
    </div>
  );
}

/** What the test said, and what follows from it for the platform. */
function Outcome({ result }: { readonly result: TestReply }) {
  const { t } = useLanguage();
  return (
    <>
      <TestResult result={result} />
      {result.ok && result.models.length === 0 && <Notice tone="info">{t('platforms.add.nameModels')}</Notice>}
      {!result.ok && <p className="text-quiet">{t('platforms.add.notInUse')}</p>}
    </>
  );
}

/** What no field shows. */
function Refusal({ error }: { readonly error: unknown }) {
  const { t } = useLanguage();
  const problems = problemsOf(error);
  const others = otherProblems(problems, ['id', 'base_url', 'api_key', 'api_keys', 'credentials', 'models']);
  if (problems.length > 0 && others.length === 0) return null;
  return <Notice tone="bad">{others.length > 0 ? others.join(' · ') : formatFailure(error, t)}</Notice>;
}
