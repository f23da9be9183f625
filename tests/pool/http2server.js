// SPDX-License-Identifier: GPL-3.0-or-later
// An upstream that speaks HTTP/2 (and HTTP/1.1) over TLS: http2server.js CERTIFICATE KEY. Prints
// its port and streams one answer to each request, or resets its stream with ?do=reset.
'use strict';
const fs = require('fs');
const http2 = require('http2');

function event(name, data) {
    return `event: ${name}\ndata: ${JSON.stringify({type: name, ...data})}\n\n`;
}

const start = event('message_start', {
    message: {id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-5-5',
              content: [], stop_reason: null, usage: {input_tokens: 25, output_tokens: 1}}})
    + event('content_block_start', {index: 0, content_block: {type: 'text', text: ''}});
const end = event('content_block_stop', {index: 0})
    + event('message_delta', {delta: {stop_reason: 'end_turn'}, usage: {output_tokens: 15}})
    + event('message_stop', {});

const server = http2.createSecureServer(
    {cert: fs.readFileSync(process.argv[2]), key: fs.readFileSync(process.argv[3]),
     allowHTTP1: true},
    (request, response) => {
        let size = 0;
        request.on('error', () => {});
        response.on('error', () => {});
        request.on('data', (piece) => { size += piece.length; });
        request.on('end', () => {
            response.writeHead(200, {'content-type': 'text/event-stream',
                                     'x-http-version': request.httpVersion, 'x-body-size': size});
            response.write(start);
            if (request.url.includes('do=reset')) {
                setTimeout(() => response.stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR), 50);
                return;
            }
            let left = 40;
            const timer = setInterval(() => {
                response.write(event('content_block_delta',
                                     {index: 0, delta: {type: 'text_delta', text: 'word '}}));
                if (--left === 0) {
                    clearInterval(timer);
                    response.end(end);
                }
            }, 5);
        });
    });
server.on('sessionError', () => {});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
