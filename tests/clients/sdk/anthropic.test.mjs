// SPDX-License-Identifier: GPL-3.0-or-later
// Ordinary use of the package `@anthropic-ai/sdk`.
import assert from 'node:assert/strict';
import test from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { abandoned, asked, base, eventually, model, token, weather } from './setup.mjs';

const client = new Anthropic({ baseURL: base, apiKey: token, maxRetries: 2 });
const ask = (content, more = {}) => ({ model, max_tokens: 100, messages: [{ role: 'user', content }], ...more });
const tools = [{ name: 'weather', description: 'd', input_schema: weather }];
const thrown = (promise) => promise.then(() => assert.fail('no error'), (error) => error);

test('create', async () => {
    const message = await client.messages.create(ask('say hällo 😀'));
    assert.equal(message.content[0].text, 'hällo 😀');
    assert.equal(message.usage.cache_read_input_tokens, 3000);
});

test('stream', async () => {
    const stream = client.messages.stream(ask('say one two three'));
    let text = '';
    stream.on('text', (piece) => { text += piece; });
    const message = await stream.finalMessage();
    assert.equal(text, 'one two three');
    assert.equal(message.stop_reason, 'end_turn');
    assert.equal(message.usage.output_tokens, 42);
});

test('tools', async () => {
    for (const stream of [false, true]) {
        const request = ask('weather?', { tools });
        const first = stream ? await client.messages.stream(request).finalMessage() : await client.messages.create(request);
        const call = first.content.find((block) => block.type === 'tool_use');
        assert.deepEqual(call.input, asked);
        const second = await client.messages.create({ ...request, messages: [...request.messages,
            { role: 'assistant', content: first.content },
            { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: 'rain' }] }] });
        assert.equal(second.content[0].text, 'The tools said: rain');
    }
});

test('count tokens', async () => {
    const { max_tokens: _, ...request } = ask('x');
    assert.equal((await client.messages.countTokens(request)).input_tokens, 11);
});

test('models', async () => {
    const ids = [];
    for await (const each of client.models.list())
        ids.push(each.id);
    assert.ok(ids.includes(model));
    assert.equal((await client.models.retrieve(model)).type, 'model');
});

test('errors', async () => {
    const missing = await thrown(client.messages.create(ask('fail 404 tag')));
    assert.ok(missing instanceof Anthropic.NotFoundError);
    assert.equal(missing.error.error.type, 'not_found_error');
    assert.match(missing.message, /tag/);
    assert.ok((await thrown(client.messages.create(ask('fail 400 tag')))) instanceof Anthropic.BadRequestError);
    const wrong = await thrown(new Anthropic({ baseURL: base, apiKey: 'wrong' }).messages.create(ask('x')));
    assert.ok(wrong instanceof Anthropic.AuthenticationError);
    assert.ok((await thrown(client.messages.stream(ask('break')).finalMessage())) instanceof Anthropic.APIError);
});

test('a passing fault is overcome', async () => {
    assert.match((await client.messages.create(ask(`flaky ${process.pid}-messages`))).content[0].text, /flaky/);
});

test('abort', async () => {
    const before = await abandoned();
    const stream = client.messages.stream(ask('slowly'));
    stream.once('text', () => stream.abort());
    assert.ok((await thrown(stream.finalMessage())) instanceof Anthropic.APIUserAbortError);
    await eventually(async () => await abandoned() > before);
});
