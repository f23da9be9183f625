// SPDX-License-Identifier: GPL-3.0-or-later
// As little of a pass-through as Node.js makes possible: node nodepass.js UPSTREAM_PORT PORT
'use strict';
const http = require('node:http');

const [upstream, port] = process.argv.slice(2).map(Number);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1024 });

http.createServer((request, response) => {
  const onward = http.request(
    { agent, host: '127.0.0.1', port: upstream, method: request.method, path: request.url, headers: request.headers },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}).listen(port, '127.0.0.1');
