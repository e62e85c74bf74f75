import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SettingsPatch, SettingsReply } from '../../../../src/admin/contract/settings.ts';
import { ApiError, send } from '../../api/client.ts';
import { otherProblems, problemAt, problemsOf } from '../../api/problems.ts';
import { settingsQuery } from '../../api/queries.ts';
import { readConfigurationAnew } from '../../api/read-anew.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatFailure } from '../../lib/format.ts';
import { useNotices } from '../../ui/notices.tsx';

type SettingName = SettingsReply['readOnly'][number];
type Changes = Partial<Record<SettingName, string | readonly string[]>>;

/** Where they stand in the configuration file, in whose names the gateway says what is wrong. */
const PLACES: Readonly<Record<SettingName, string>> = {
  maxBodyMb: 'limits.max_body_mb',
  modelRefreshHours: 'models.refresh_hours',
  capture: 'capture',
  redact: 'redact',
  retentionDays: 'retention.days',
  retentionGib: 'retention.gib',
  retentionCallDays: 'retention.call_days',
};

/** Those whose fields say what is wrong with them. */
const SHOWN = Object.values(PLACES).filter((place) => place.includes('.'));

/** Fields that hold a number; an empty one is the default. */
const NUMBERS: readonly SettingName[] = [
  'maxBodyMb',
  'modelRefreshHours',
  'retentionDays',
  'retentionGib',
  'retentionCallDays',
];

/** The settings of a card: what holds, what was changed in it and not yet saved, and the saving. */
export function useSettingsForm(settings: SettingsReply) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const notices = useNotices();
  const [changes, setChanges] = useState<Changes>({});
  const save = useMutation({
    mutationFn: () => send<SettingsReply>('PATCH', '/api/settings', { ...patchOf(changes), version: settings.version }),
    onSuccess: (saved) => {
      client.setQueryData(settingsQuery.queryKey, saved);
      setChanges({});
      readConfigurationAnew(client);
      notices.done(t('settings.saved'));
    },
    onError: (error) => {
      // What was changed elsewhere is shown, and what was changed here waits for another try.
      if (error instanceof ApiError && error.status === 409) void client.invalidateQueries(settingsQuery);
    },
  });
  const problems = problemsOf(save.error);
  const isTold = problems.length > 0 && otherProblems(problems, SHOWN).length === 0;
  return {
    text: (name: SettingName) => String(changes[name] ?? settings[name]),
    list: (name: 'redact'): readonly string[] => {
      const value = changes[name] ?? settings[name];
      return typeof value === 'string' ? [] : value;
    },
    set: (name: SettingName, value: string | readonly string[]) => setChanges((last) => ({ ...last, [name]: value })),
    isReadOnly: (name: SettingName) => settings.readOnly.includes(name),
    isChanged: Object.keys(changes).length > 0,
    isSaving: save.isPending,
    /** Of one field. */
    problemOf: (name: SettingName) => problemAt(problems, PLACES[name]),
    /** What no field says. */
    problem: save.error === null || isTold ? undefined : formatFailure(save.error, t),
    save: () => save.mutate(),
    reset: () => {
      setChanges({});
      save.reset();
    },
  };
}

export type SettingsForm = ReturnType<typeof useSettingsForm>;

function patchOf(changes: Changes): SettingsPatch {
  const entries = Object.entries(changes).map(([name, value]) => {
    const isNumber = NUMBERS.some((number) => number === name);
    if (!isNumber) return [name, value];
    return [name, value === '' ? null : Number(value)];
  });
  // The names are those of the contract.
  return Object.fromEntries(entries) as SettingsPatch;
}
