import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyView, SecretReply } from '../../../../src/admin/contract/keys.ts';
import { send } from '../../api/client.ts';
import { keysQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { SelectField } from '../../ui/field.tsx';

const HOUR_S = 3_600;
/** How long the old secret may stay good, in seconds. */
const OVERLAPS = { none: 0, hour: HOUR_S, day: 24 * HOUR_S, week: 7 * 24 * HOUR_S } as const;
type Overlap = keyof typeof OVERLAPS;
const NAMES: readonly Overlap[] = ['none', 'hour', 'day', 'week'];

interface RotateKeyProps {
  readonly of: KeyView;
  readonly onClose: () => void;
  readonly onSecret: (fresh: SecretReply) => void;
}

/** Gives a key another secret. */
export function RotateKey({ of: key, onClose, onSecret }: RotateKeyProps) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [overlap, setOverlap] = useState<Overlap>('day');
  const rotate = async () => {
    const request = { overlapSeconds: OVERLAPS[overlap], version: key.version };
    onSecret(await send<SecretReply>('POST', `/api/keys/${key.id}/rotate`, request));
    await client.invalidateQueries(keysQuery);
  };
  return (
    <Confirm
      title={t('keys.rotate.title', { name: key.name })}
      action={t('keys.rotate')}
      onConfirm={rotate}
      onClose={onClose}
    >
      <p className="mb-4">{t('keys.rotate.about')}</p>
      <SelectField
        label={t('keys.rotate.overlap')}
        value={overlap}
        onChange={(event) => setOverlap(NAMES.find((name) => name === event.target.value) ?? 'day')}
      >
        {NAMES.map((name) => (
          <option key={name} value={name}>
            {t(`keys.rotate.overlap.${name}`)}
          </option>
        ))}
      </SelectField>
    </Confirm>
  );
}
