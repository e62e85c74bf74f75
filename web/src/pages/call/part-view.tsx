import { Brain, FileText, Image, Puzzle, SquareTerminal, Wrench } from 'lucide-react';
import { useLanguage } from '../../i18n/language.tsx';
import { bytesOf } from '../../lib/bytes.ts';
import { formatBytes } from '../../lib/format.ts';
import { JsonView } from '../../ui/json/json-view.tsx';
import { Fold } from './fold.tsx';
import { Prose } from './prose.tsx';
import type { Part } from './reading/parts.ts';

/** One part of a message: a text, an image, what a tool was asked or answered. */
function PartView({ part }: { readonly part: Part }) {
  switch (part.kind) {
    case 'text':
      return part.text === '' ? null : <Prose text={part.text} />;
    case 'thinking':
      return <Thinking text={part.text} />;
    case 'tool-call':
      return <ToolCall part={part} />;
    case 'tool-result':
      return <ToolResult part={part} />;
    case 'image':
      return <Picture url={part.url} />;
    case 'document':
      return <Document part={part} />;
    case 'other':
      return <Other value={part.value} />;
  }
}

function Thinking({ text }: { readonly text: string }) {
  const { t } = useLanguage();
  if (text === '') return <p className="text-sm text-quiet">{t('call.thinking.hidden')}</p>;
  return (
    <Fold icon={Brain} title={t('call.thinking')} note={formatBytes(bytesOf(text))}>
      {() => <Prose text={text} />}
    </Fold>
  );
}

/** The first words of what a tool was asked, as far as they tell it apart. */
function summaryOf(input: unknown): string {
  if (typeof input === 'string') return input;
  if (typeof input !== 'object' || input === null) return '';
  const [first] = Object.values(input).filter((value) => typeof value === 'string');
  return first ?? '';
}

function ToolCall({ part: { name, input } }: { readonly part: Extract<Part, { readonly kind: 'tool-call' }> }) {
  const { t } = useLanguage();
  const text = typeof input === 'string' ? input : (JSON.stringify(input) ?? '');
  const title = (
    <>
      <span className="font-semibold">{name || t('call.tool')}</span>{' '}
      <span className="font-mono text-quiet">{summaryOf(input).slice(0, 120)}</span>
    </>
  );
  return (
    <Fold icon={Wrench} title={title} note={formatBytes(bytesOf(text))}>
      {() =>
        typeof input === 'string' ? <Prose text={input} /> : <JsonView value={input} label={name || t('call.tool')} />
      }
    </Fold>
  );
}

function ToolResult({ part }: { readonly part: Extract<Part, { readonly kind: 'tool-result' }> }) {
  const { t } = useLanguage();
  const { name, isError, parts } = part;
  const size = parts.reduce((sum, one) => sum + (one.kind === 'text' ? bytesOf(one.text) : 0), 0);
  const key = isError ? 'call.tool.failed' : 'call.tool.answered';
  return (
    <Fold
      icon={SquareTerminal}
      isBad={isError}
      title={t(key, { tool: name || t('call.tool') })}
      note={formatBytes(size)}
    >
      {() => (parts.length === 0 ? <p className="text-quiet">{t('call.nothing')}</p> : <Parts parts={parts} />)}
    </Fold>
  );
}

/** Parts, one below the other. */
export function Parts({ parts }: { readonly parts: readonly Part[] }) {
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other names, and never change
        <PartView key={index} part={part} />
      ))}
    </div>
  );
}

/** Only what came with the call is shown: nothing is loaded from elsewhere. */
function Picture({ url }: { readonly url: string }) {
  const { t } = useLanguage();
  const [, type] = /^data:(image\/[\w.+-]+);base64,/.exec(url) ?? [];
  if (type !== undefined) {
    const bytes = Math.floor(((url.length - url.indexOf(',') - 1) * 3) / 4);
    return (
      <figure>
        <img
          src={url}
          alt={t('call.image')}
          className="max-h-80 min-h-10 max-w-full min-w-10 rounded-lg border border-line bg-sunken object-contain"
        />
        <figcaption className="mt-1 text-sm text-quiet">{`${type} · ${formatBytes(bytes)}`}</figcaption>
      </figure>
    );
  }
  return (
    <p className="flex min-w-0 items-center gap-2 text-sm text-quiet">
      <Image aria-hidden="true" className="size-4 shrink-0" />
      <span className="[overflow-wrap:anywhere]">{t('call.image.elsewhere', { url: url.slice(0, 300) })}</span>
    </p>
  );
}

function Document({ part }: { readonly part: Extract<Part, { readonly kind: 'document' }> }) {
  const { t } = useLanguage();
  const { name, type, text } = part;
  const title = `${name || t('call.document')}${type === '' ? '' : ` · ${type}`}`;
  return (
    <Fold icon={FileText} title={title} {...(text !== '' && { note: formatBytes(bytesOf(text)) })}>
      {() => (text === '' ? <p className="text-quiet">{t('call.document.noText')}</p> : <Prose text={text} />)}
    </Fold>
  );
}

function Other({ value }: { readonly value: unknown }) {
  const { t } = useLanguage();
  return (
    <Fold icon={Puzzle} title={t('call.other')}>
      {() => <JsonView value={value} label={t('call.other')} />}
    </Fold>
  );
}
