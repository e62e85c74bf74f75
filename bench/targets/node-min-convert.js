// The least that Anthropic → OpenAI conversion on Node costs: JSON.parse and JSON.stringify in one process, and no other
// feature.
// node node-min-convert.js PORT PLATFORM_PORT

import http from 'node:http';
import { Pool } from 'undici';
import { fromOpenai, toOpenai } from './convert.js';
import { StreamConverter } from './convert-stream.js';

const [port, platformPort] = process.argv.slice(2).map(Number);
const pool = new Pool(`http://127.0.0.1:${platformPort}`, {
  connections: 2048,
  pipelining: 1,
  headersTimeout: 0,
  bodyTimeout: 0,
});

http
  .createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const body = parts.length === 1 ? parts[0] : Buffer.concat(parts);
      convert(JSON.parse(body.toString()), response);
    });
  })
  .listen(port, '127.0.0.1', 4096);

function convert(asked, response) {
  const headers = ['content-type', 'application/json', 'authorization', 'Bearer k'];
  const body = JSON.stringify(toOpenai(asked));
  const parts = [];
  let stream;
  pool.dispatch(
    { path: '/v1/chat/completions', method: 'POST', headers, body },
    {
      onRequestStart(controller) {
        response.on('close', () => {
          if (!response.writableEnded) controller.abort(new Error('the client left'));
        });
      },
      onResponseStart(_controller, status) {
        if (status !== 200) response.statusCode = status;
        else if (asked.stream) {
          stream = new StreamConverter(response, asked.model);
          response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
        }
      },
      onResponseData(controller, chunk) {
        if (stream === undefined) parts.push(chunk);
        else if (!stream.feed(chunk)) {
          controller.pause();
          response.once('drain', () => controller.resume());
        }
      },
      onResponseEnd() {
        if (stream !== undefined) stream.end();
        else endWhole(response, JSON.stringify(fromOpenai(JSON.parse(Buffer.concat(parts).toString()), asked.model)));
      },
      onResponseError(_controller, error) {
        if (!response.headersSent) response.writeHead(502);
        response.end(String(error));
      },
    },
  );
}

function endWhole(response, text) {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
