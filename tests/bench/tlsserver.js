// SPDX-License-Identifier: GPL-3.0-or-later
// An upstream over TLS that speaks HTTP/2 and HTTP/1.1 as it is asked: tlsserver.js CERTIFICATE KEY.
// Prints its port; the same answer to everything.
'use strict';
const fs = require('fs');
const http2 = require('http2');

const body = JSON.stringify({id: 'msg_1', type: 'message', role: 'assistant', content:
    [{type: 'text', text: 'word '.repeat(170)}], model: 'claude-sonnet-5-5', stop_reason: 'end_turn',
    usage: {input_tokens: 25, output_tokens: 170}});
const server = http2.createSecureServer(
    {cert: fs.readFileSync(process.argv[2]), key: fs.readFileSync(process.argv[3]),
     allowHTTP1: true},
    (request, response) => {
        request.on('error', () => {});
        response.on('error', () => {});
        request.on('data', () => {});
        request.on('end', () => {
            response.writeHead(200, {'content-type': 'application/json',
                                     'content-length': Buffer.byteLength(body)});
            response.end(body);
        });
    });
server.on('sessionError', () => {});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
