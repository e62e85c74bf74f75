/** As much of Markdown as makes what models write readable; it never becomes HTML of its own. */

export type Inline = { readonly kind: 'text' | 'code' | 'strong'; readonly text: string };

export type Block =
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'heading'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] };

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)/;

/** Cuts a text into blocks. Lines of lists stay lines of a paragraph, which keeps its line ends. */
export function readMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let fence: { readonly mark: string; readonly language: string } | undefined;
  const close = () => {
    if (fence !== undefined) blocks.push({ kind: 'code', language: fence.language, text: lines.join('\n') });
    else blocks.push(...readProse(lines));
    lines = [];
  };
  for (const line of text.split('\n')) {
    const [, mark = '', language = ''] = FENCE.exec(line) ?? [];
    if (fence === undefined && mark !== '') {
      close();
      fence = { mark, language };
    } else if (fence !== undefined && mark.startsWith(fence.mark) && language === '') {
      close();
      fence = undefined;
    } else lines.push(line);
  }
  close();
  return blocks;
}

function readProse(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let open: string[] = [];
  const close = () => {
    if (open.length > 0) blocks.push({ kind: 'paragraph', inlines: readInlines(open.join('\n')) });
    open = [];
  };
  for (const line of lines) {
    const [, heading] = /^ {0,3}#{1,6} +(.+?)(?: +#+)?$/.exec(line) ?? [];
    if (heading !== undefined || line.trim() === '') close();
    else open.push(line);
    if (heading !== undefined) blocks.push({ kind: 'heading', inlines: readInlines(heading) });
  }
  close();
  return blocks;
}

function readInlines(text: string): readonly Inline[] {
  const inlines: Inline[] = [];
  let last = 0;
  for (const match of text.matchAll(/`([^`\n]{1,500})`|\*\*([^*\n]{1,500})\*\*/g)) {
    if (match.index > last) inlines.push({ kind: 'text', text: text.slice(last, match.index) });
    const [whole, code, strong = ''] = match;
    inlines.push(code === undefined ? { kind: 'strong', text: strong } : { kind: 'code', text: code });
    last = match.index + whole.length;
  }
  if (last < text.length) inlines.push({ kind: 'text', text: text.slice(last) });
  return inlines;
}
