// SPDX-License-Identifier: GPL-3.0-or-later
// A Messages API of its own for the clients' tests: what it answers is decided by the last message
// alone, so tests need no order. Prints its port. Loopback only.
//   "say WORDS"        those words                 "think"     shown thinking, then text
//   "refuse"           a refusal                   "long"      cut at max_tokens
//   "fail STATUS TAG"  that error, always          "flaky TAG" an overload, then an answer
//   "break"            an error event midway       "slowly"    a word each 20 ms, without an end
//   any with tools     a call of the first tool; its result is then read out
// GET /seen: the last body and the streams that were given up.
import http from 'node:http';

const seen = { body: null, abandoned: 0, flaky: new Map() };
const errors = { 400: 'invalid_request_error', 401: 'authentication_error', 404: 'not_found_error',
                 429: 'rate_limit_error', 500: 'api_error', 529: 'overloaded_error' };
const usage = { input_tokens: 10, cache_creation_input_tokens: 200, cache_read_input_tokens: 3000,
                output_tokens: 42, output_tokens_details: { thinking_tokens: 7 } };
const text = (words) => ({ content: [{ type: 'text', text: words }], stop_reason: 'end_turn' });

function answerTo(body) {
    const last = body.messages.at(-1);
    const blocks = typeof last.content === 'string' ? [{ type: 'text', text: last.content }] : last.content;
    const results = blocks.filter((block) => block.type === 'tool_result');
    const said = (results.length ? [] : blocks).filter((block) => block.type === 'text').map((block) => block.text).join(' ');
    const flat = (content) => typeof content === 'string' ? content : (content ?? []).map((part) => part.text).join('');
    if (results.length)
        return text('The tools said: ' + results.map((result) => flat(result.content)).join(', '));
    const tools = (body.tools ?? []).filter((tool) => tool.input_schema);
    if (tools.length && body.tool_choice?.type !== 'none') {
        const chosen = tools.find((tool) => tool.name === body.tool_choice?.name) ?? tools[0];
        const calls = /both/.test(said) ? tools : [chosen];
        return { stop_reason: 'tool_use', content: [{ type: 'text', text: 'Let me look. ' },
            ...calls.map((tool, i) => ({ type: 'tool_use', id: `toolu_${i + 1}`, name: tool.name,
                                         input: { city: 'Köln "am Rhein"', days: i + 1 } }))] };
    }
    if (body.output_config?.format)
        return text('{"city":"Köln","days":3}');
    if (said === 'think')
        return { stop_reason: 'end_turn', content: [{ type: 'thinking', thinking: 'Hm, well.', signature: 'c2ln' },
                                                    { type: 'text', text: 'Thought.' }] };
    if (said === 'refuse')
        return { content: [], stop_reason: 'refusal', stop_details: { type: 'refusal', category: null, explanation: 'Not that.' } };
    if (said === 'long')
        return { ...text('one two three'), stop_reason: 'max_tokens' };
    return text(said.startsWith('say ') ? said.slice(4) : `You said: ${said}`);
}

function fail(response, status, message) {
    const headers = { 'content-type': 'application/json', 'request-id': 'req_1' };
    if (status === 429 || status === 529)
        headers['retry-after-ms'] = '10';
    response.writeHead(status, headers);
    response.end(JSON.stringify({ type: 'error', error: { type: errors[status] ?? 'api_error', message }, request_id: 'req_1' }));
}

async function stream(response, message, said) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': 'req_1' });
    const send = (data) => response.write(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);
    const pieces = (whole) => whole.match(/.{1,5}/gsu) ?? [];
    send({ type: 'message_start', message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } } });
    send({ type: 'ping' });
    for (const [index, block] of message.content.entries()) {
        const start = { text: { ...block, text: '' }, thinking: { ...block, thinking: '', signature: '' },
                        tool_use: { ...block, input: {} } }[block.type];
        send({ type: 'content_block_start', index, content_block: start });
        const delta = (fields) => send({ type: 'content_block_delta', index, delta: fields });
        if (block.type === 'text')
            pieces(block.text).forEach((piece) => delta({ type: 'text_delta', text: piece }));
        if (block.type === 'thinking') {
            pieces(block.thinking).forEach((piece) => delta({ type: 'thinking_delta', thinking: piece }));
            delta({ type: 'signature_delta', signature: block.signature });
        }
        if (block.type === 'tool_use')
            pieces(JSON.stringify(block.input)).forEach((piece) => delta({ type: 'input_json_delta', partial_json: piece }));
        while (said === 'slowly' && !response.destroyed) {
            delta({ type: 'text_delta', text: 'word ' });
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        if (said === 'break') {
            send({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
            return response.end();
        }
        send({ type: 'content_block_stop', index });
    }
    send({ type: 'message_delta', delta: { stop_reason: message.stop_reason, stop_sequence: null, stop_details: message.stop_details ?? null },
           usage: { output_tokens: usage.output_tokens, output_tokens_details: usage.output_tokens_details } });
    send({ type: 'message_stop' });
    response.end();
}

const server = http.createServer(async (request, response) => {
    const json = (value) => response.writeHead(200, { 'content-type': 'application/json', 'request-id': 'req_1' }).end(JSON.stringify(value));
    const path = new URL(request.url, 'http://upstream').pathname;
    if (path === '/seen')
        return json({ body: seen.body, abandoned: seen.abandoned });
    const model = { type: 'model', id: 'claude-sonnet-5-5', display_name: 'Claude Sonnet 5.5', created_at: '2026-09-28T00:00:00Z' };
    if (path === `/v1/models/${model.id}`)
        return json(model);
    if (path === '/v1/models')
        return json({ data: [model], has_more: false, first_id: 'claude-sonnet-5-5', last_id: 'claude-sonnet-5-5' });
    let bytes = '';
    for await (const piece of request)
        bytes += piece;
    if (path === '/v1/messages/count_tokens')
        return json({ input_tokens: 11 });
    if (path !== '/v1/messages')
        return fail(response, 404, 'No such path');
    const body = seen.body = JSON.parse(bytes);
    const last = body.messages.at(-1).content;
    const said = typeof last === 'string' ? last : last.filter((block) => block.type === 'text').map((block) => block.text).join(' ');
    const [word, first, tag] = said.split(' ');
    if (word === 'fail')
        return fail(response, Number(first), `As you wish: ${tag}`);
    if (word === 'flaky') {
        seen.flaky.set(first, (seen.flaky.get(first) ?? 0) + 1);
        if (seen.flaky.get(first) === 1)
            return fail(response, 529, 'Overloaded');
    }
    const message = { id: 'msg_01', type: 'message', role: 'assistant', model: body.model, stop_sequence: null, usage, ...answerTo(body) };
    if (!body.stream)
        return json(message);
    response.on('close', () => { seen.abandoned += response.writableFinished ? 0 : 1; });
    await stream(response, message, said);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
