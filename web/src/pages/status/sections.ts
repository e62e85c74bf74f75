import type { StatusDetails, StatusReply } from '../../../../src/admin/contract/status.ts';
import type { Language, Translate, TranslateCount } from '../../i18n/translate.ts';
import { formatBytes, formatCount, formatShare, formatSpan } from '../../lib/format.ts';

export interface Words {
  readonly t: Translate;
  readonly count: TranslateCount;
  readonly language: Language;
}

/** What is shown, and copied, of the state: names and values. */
export interface StatusSection {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

type Known = Parameters<Translate>[0];

/** In the order of the page. */
export function statusSections(status: StatusReply, words: Words): readonly StatusSection[] {
  const { details } = status;
  const more = details === null ? [] : [storage(details, words), process(details, words)];
  return [gateway(status, words), records(status, words), ...more];
}

/** What is not as it should be; empty where all is well. */
function troubles({ capture, readOnly, details }: StatusReply, { t, count }: Words): readonly string[] {
  const resting = details?.cooling.length ?? 0;
  return [
    ...(readOnly === null ? [] : [t('status.state.readOnly')]),
    ...(capture.failure === null && capture.isRunning ? [] : [t('status.state.records')]),
    ...((details?.recorder.lost ?? 0) === 0 ? [] : [t('status.state.lost')]),
    ...(resting === 0 ? [] : [count('status.state.resting', resting)]),
  ];
}

function gateway(status: StatusReply, words: Words): StatusSection {
  const { version, uptimeMs, mode, readOnly, details } = status;
  const { t } = words;
  const wrong = troubles(status, words);
  // The gateway knows three modes, and has a text for each.
  const running = details === null ? [] : [fact(t('status.running'), formatCount(details.runningCalls))];
  return {
    title: t('status.gateway'),
    facts: [
      fact(t('status.state'), wrong.length === 0 ? t('status.state.good') : wrong.join('; ')),
      fact(t('status.version'), version),
      fact(t('status.uptime'), formatSpan(uptimeMs, t)),
      fact(t('status.mode'), t(`mode.${mode}` as Known)),
      ...running,
      fact(t('status.changes'), readOnly ?? t('status.changes.possible')),
    ],
  };
}

function records({ capture, details }: StatusReply, { t, count }: Words): StatusSection {
  const rows = details === null ? [] : [fact(t('status.rows'), count('status.rows.waiting', details.recorder.waiting))];
  const lostRows = details === null ? [] : [fact(t('status.rows.lost'), formatCount(details.recorder.lost))];
  return {
    title: t('status.records'),
    facts: [
      fact(t('status.capture'), t(`status.capture.${capture.level}` as Known)),
      fact(t('status.bodies'), t(capture.isRunning ? 'status.bodies.running' : 'status.bodies.stopped')),
      fact(t('status.bodies.waiting'), formatBytes(capture.waitingBytes)),
      fact(t('status.bodies.dropped'), formatCount(capture.dropped)),
      fact(t('status.bodies.lost'), formatCount(capture.lost)),
      ...rows,
      ...lostRows,
    ],
  };
}

function storage({ database, calls, dataDir, configFile }: StatusDetails, { t }: Words): StatusSection {
  const bytes = (size: number | null) => (size === null ? t('status.unknown') : formatBytes(size));
  const bodies = database.bodiesBytes === null ? [] : [fact(t('status.database.bodies'), bytes(database.bodiesBytes))];
  return {
    title: t('status.storage'),
    facts: [
      fact(t('status.database'), t(`status.database.${database.dialect}`)),
      fact(t('status.database.size'), bytes(database.bytes)),
      ...bodies,
      fact(t('status.calls'), calls === null ? t('status.unknown') : calls.toLocaleString('en')),
      fact(t('status.dataDir'), dataDir),
      fact(t('status.configFile'), configFile ?? t('status.configFile.none')),
    ],
  };
}

function process(
  { process: { node, system, pid, ...process }, server, isDebug }: StatusDetails,
  { t }: Words,
): StatusSection {
  const { host, port, isTls } = server;
  return {
    title: t('status.process'),
    facts: [
      fact(t('status.server'), `${isTls ? 'https' : 'http'}://${host}:${port ?? ''}`),
      fact(t('status.node'), `${node}, ${system}`),
      fact(t('status.pid'), String(pid)),
      fact(t('status.memory'), formatBytes(process.memoryBytes)),
      fact(t('status.heap'), formatBytes(process.heapBytes)),
      fact(t('status.busy'), formatShare(process.busy)),
      fact(t('status.debug'), t(isDebug ? 'status.debug.on' : 'status.debug.off')),
    ],
  };
}

function fact(label: string, value: string): StatusSection['facts'][number] {
  return { label, value };
}
