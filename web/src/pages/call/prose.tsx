import { useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { bytesOf } from '../../lib/bytes.ts';
import { formatBytes } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { type Block, type Inline, readMarkdown } from './reading/markdown.ts';

/** A longer text is shown in part at first. */
const MOST = 8_000;

/** What somebody wrote, with its code and headings; nothing in it is taken for HTML. */
export function Prose({ text }: { readonly text: string }) {
  const { t } = useLanguage();
  const [isWhole, setWhole] = useState(false);
  const isCut = !isWhole && text.length > MOST;
  const blocks = readMarkdown(isCut ? text.slice(0, MOST) : text);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other names for its parts, and never changes
        <ShownBlock key={index} block={block} />
      ))}
      {isCut && (
        <Button isSmall className="justify-self-start" onClick={() => setWhole(true)}>
          {t('json.all', { size: formatBytes(bytesOf(text)) })}
        </Button>
      )}
    </div>
  );
}

function ShownBlock({ block }: { readonly block: Block }) {
  if (block.kind === 'code') return <CodeBlock language={block.language} text={block.text} />;
  const look = block.kind === 'heading' ? 'font-semibold' : '';
  return (
    <p className={`whitespace-pre-wrap [overflow-wrap:anywhere] ${look}`}>
      {block.inlines.map((inline, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <ShownInline key={index} inline={inline} />
      ))}
    </p>
  );
}

function ShownInline({ inline: { kind, text } }: { readonly inline: Inline }) {
  if (kind === 'code') return <code className="rounded bg-sunken px-1 font-mono text-[0.92em]">{text}</code>;
  return kind === 'strong' ? <strong>{text}</strong> : text;
}

/** Its head has a row of its own, so that the button covers nothing in a narrow panel. */
function CodeBlock({ language, text }: { readonly language: string; readonly text: string }) {
  return (
    <div className="min-w-0 rounded-lg border border-line bg-sunken">
      <div className="flex items-center justify-between gap-2 border-b border-line py-1 pr-1 pl-3 text-sm text-quiet">
        <span>{language}</span>
        <CopyButton text={text} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <pre tabIndex={0} className="overflow-x-auto p-3 font-mono text-sm leading-relaxed">
        <code>{text}</code>
      </pre>
    </div>
  );
}
