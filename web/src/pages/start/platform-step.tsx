import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { PlatformsReply } from '../../../../src/admin/contract/platforms.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { AddPlatform } from '../platforms/add-platform.tsx';
import { Mark } from '../platforms/mark.tsx';
import { ModelChips } from '../platforms/test-result.tsx';
import { answering } from './answering.ts';

interface PlatformStepProps {
  readonly known: PlatformsReply;
  readonly onNext: () => void;
}

/** The platforms that can answer, and another one. */
export function PlatformStep({ known, onNext }: PlatformStepProps) {
  const { t, count } = useLanguage();
  const platforms = answering(known.platforms);
  const [isAdding, setAdding] = useState(false);
  const hasNone = platforms.length === 0;
  return (
    <>
      <p className="text-quiet">{t('start.platform.about')}</p>
      {!hasNone && (
        <ul className="grid gap-3">
          {platforms.map(({ id, type, name, models }) => (
            <li key={id} className="flex gap-3 rounded-lg bg-sunken p-3">
              <Mark type={type} name={name} />
              <div className="grid min-w-0 gap-1">
                <p>
                  <span className="font-semibold">{id}</span>{' '}
                  <span className="text-quiet">{count('platforms.models', models.length)}</span>
                </p>
                <ModelChips models={models} most={6} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {(hasNone || isAdding) && <AddPlatform known={known} onAdded={() => setAdding(false)} />}
      <div className="flex flex-wrap gap-2">
        {!hasNone && (
          <>
            <Button look="main" onClick={onNext}>
              {t('start.next')}
            </Button>
            {!isAdding && (
              <Button icon={Plus} onClick={() => setAdding(true)}>
                {t('start.platform.another')}
              </Button>
            )}
          </>
        )}
        <Link to="/platforms" className="self-center px-2 text-accent underline underline-offset-2">
          {t('start.platform.all')}
        </Link>
      </div>
    </>
  );
}
