import { answer } from '../../fake-platform/openai-replies.ts';
import { conversation, images, jsonIncludes, textOf } from '../../support/openai-rules.ts';
import { image, imageAt, PNG, text, user } from '../../support/request-parts.ts';
import { type Case, one } from '../case.ts';

export const MEDIA_CASES: readonly Case[] = [
  one('media/image-base64', {
    body: { messages: [user([text('what'), image(PNG)])] },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(images(t.sent), [`data:image/png;base64,${PNG}`], 'image_url');
      t.includes(textOf(conversation(t.sent)[0]?.content), 'what');
    },
  }),
  one('media/image-url', {
    body: { messages: [user([imageAt('https://example.com/a.png?x=1&y=2'), text('what')])] },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(images(t.sent), ['https://example.com/a.png?x=1&y=2'], 'image_url');
    },
  }),
  one('media/order-of-parts', {
    body: {
      messages: [
        user([text('first'), image(PNG, 'image/jpeg'), text('second'), imageAt('https://e.x/2.webp'), text('third')]),
      ],
    },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      const content = conversation(t.sent)[0]?.content;
      const parts = Array.isArray(content) ? content : [];
      t.equal(
        parts.map((part) => part.text ?? part.image_url?.url?.slice(0, 16)),
        ['first', 'data:image/jpeg;', 'second', 'https://e.x/2.we', 'third'],
        'parts in order',
      );
    },
  }),
  one('media/text-document', {
    body: {
      messages: [
        user([
          {
            type: 'document',
            source: { type: 'text', media_type: 'text/plain', data: 'DOCUMENT BODY' },
            title: 'My Title',
          },
          text('summarise'),
        ]),
      ],
    },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.ok(jsonIncludes(t.sent.messages, 'DOCUMENT BODY'), 'document text lost');
      t.ok(jsonIncludes(t.sent.messages, 'summarise'));
    },
  }),
  one('media/pdf-not-silently-lost', {
    body: {
      messages: [
        user([
          {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0xLjQK' },
            title: 'a.pdf',
          },
          text('sum'),
        ]),
      ],
    },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      if (t.reply.status === 400) {
        t.error(400, 'invalid_request_error');
        return;
      }
      await t.good();
      t.ok(/JVBERi0xLjQK|pdf|document/i.test(JSON.stringify(t.sent.messages)), 'the PDF vanished without a trace');
    },
  }),
  one('media/gif-webp-jpeg', {
    body: { messages: [user([image('R0lG', 'image/gif'), image('UklG', 'image/webp'), image('/9j/', 'image/jpeg')])] },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.equal(
        images(t.sent),
        ['data:image/gif;base64,R0lG', 'data:image/webp;base64,UklG', 'data:image/jpeg;base64,/9j/'],
        'media types',
      );
    },
  }),
];
