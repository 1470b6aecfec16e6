// The floor under every collector: takes a body and parses it.
import { createServer } from 'node:http';
import { tellCpu } from './tell-cpu.mjs';

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const events = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end(`{"accepted":${events.length ?? 1}}`);
  });
});
server.listen(0, '127.0.0.1', () => tellCpu(`http://127.0.0.1:${server.address().port}/`));
