// The least that a relaying proxy on Node costs: node:http and undici's dispatch, and no feature at all.
// node node-min.js PORT PLATFORM_PORT

import http from 'node:http';
import { Pool } from 'undici';

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
    request.on('end', () => relay(request.url, parts.length === 1 ? parts[0] : Buffer.concat(parts), response));
  })
  .listen(port, '127.0.0.1', 4096);

function relay(path, body, response) {
  const headers = ['content-type', 'application/json'];
  pool.dispatch(
    { path, method: 'POST', headers, body },
    {
      onRequestStart(controller) {
        response.on('close', () => {
          if (!response.writableEnded) controller.abort(new Error('the client left'));
        });
      },
      onResponseStart(_controller, status, upstream) {
        const length = upstream['content-length'];
        const lengthHeader = length ? { 'content-length': length } : {};
        response.writeHead(status, { 'content-type': upstream['content-type'], ...lengthHeader });
      },
      onResponseData(controller, chunk) {
        if (response.write(chunk)) return;
        controller.pause();
        response.once('drain', () => controller.resume());
      },
      onResponseEnd() {
        response.end();
      },
      onResponseError(_controller, error) {
        if (!response.headersSent) response.writeHead(502);
        response.end(String(error));
      },
    },
  );
}
