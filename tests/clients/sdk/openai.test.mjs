// SPDX-License-Identifier: GPL-3.0-or-later
// Ordinary use of the package `openai`: chat completions.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';
import { abandoned, asked, base, eventually, lastBody, model, token, weather } from './setup.mjs';

const client = new OpenAI({ baseURL: `${base}/v1`, apiKey: token, maxRetries: 2 });
const ask = (content, more = {}) => ({ model, messages: [{ role: 'user', content }], ...more });
const tools = ['weather', 'forecast'].map((name) => ({ type: 'function', function: { name, description: 'd', parameters: weather } }));
const usage = { prompt_tokens: 3210, completion_tokens: 42, total_tokens: 3252,
                prompt_tokens_details: { cached_tokens: 3000, cache_write_tokens: 200 },
                completion_tokens_details: { reasoning_tokens: 7 } };

test('create', async () => {
    const { data, response } = await client.chat.completions.create(ask('say hällo 😀')).withResponse();
    assert.equal(data.choices[0].message.content, 'hällo 😀');
    assert.equal(data.choices[0].finish_reason, 'stop');
    assert.deepEqual(data.usage, usage);
    assert.equal(data.object, 'chat.completion');
    assert.ok(response.headers.get('content-type').startsWith('application/json'));
});

test('roles, pictures and settings reach the upstream', async () => {
    await client.chat.completions.create({ model, max_completion_tokens: 77, stop: ['END'], user: 'u1', reasoning_effort: 'low',
        temperature: 0.3, messages: [
            { role: 'system', content: 'a' }, { role: 'developer', content: 'b' },
            { role: 'user', content: [{ type: 'text', text: 'say x' },
                                      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] }] });
    const body = await lastBody();
    assert.equal(body.system, 'a\nb');
    assert.equal(body.max_tokens, 77);
    assert.deepEqual(body.stop_sequences, ['END']);
    assert.deepEqual(body.metadata, { user_id: 'u1' });
    assert.deepEqual(body.output_config, { effort: 'low' });
    assert.ok(!('temperature' in body));
    assert.deepEqual(body.messages[0].content[1].source, { type: 'base64', media_type: 'image/png', data: 'AAAA' });
});

test('stream', async () => {
    const stream = await client.chat.completions.create(ask('say one two three', { stream: true, stream_options: { include_usage: true } }));
    let text = '';
    let reasons = 0;
    let last;
    for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? '';
        reasons += chunk.choices[0]?.finish_reason ? 1 : 0;
        last = chunk;
    }
    assert.equal(text, 'one two three');
    assert.equal(reasons, 1);
    assert.deepEqual(last.usage, usage);
    assert.deepEqual(last.choices, []);
});

test('stream ends with [DONE]', async () => {
    const response = await fetch(`${base}/v1/chat/completions`, { method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(ask('say x', { stream: true })) });
    assert.ok(response.headers.get('content-type').startsWith('text/event-stream'));
    assert.ok((await response.text()).endsWith('data: [DONE]\n\n'));
});

test('the helper of streams', async () => {
    const stream = client.chat.completions.stream(ask('both', { tools }));
    const events = [];
    for (const name of ['content.delta', 'content.done', 'tool_calls.function.arguments.delta', 'tool_calls.function.arguments.done'])
        stream.on(name, () => events.push(name));
    const completion = await stream.finalChatCompletion();
    const message = completion.choices[0].message;
    assert.equal(message.content, 'Let me look. ');
    assert.deepEqual(message.tool_calls.map((call) => JSON.parse(call.function.arguments)), [asked, { ...asked, days: 2 }]);
    assert.equal(completion.choices[0].finish_reason, 'tool_calls');
    for (const name of ['content.delta', 'content.done', 'tool_calls.function.arguments.delta', 'tool_calls.function.arguments.done'])
        assert.ok(events.includes(name), name);
});

test('tools and their results', async () => {
    const messages = [{ role: 'user', content: 'both' }];
    const first = await client.chat.completions.create({ model, messages, tools });
    const calls = first.choices[0].message.tool_calls;
    assert.deepEqual(calls.map((call) => call.function.name), ['weather', 'forecast']);
    messages.push(first.choices[0].message);
    for (const call of calls)
        messages.push({ role: 'tool', tool_call_id: call.id, content: `r-${call.function.name}` });
    const second = await client.chat.completions.create({ model, messages, tools });
    assert.equal(second.choices[0].message.content, 'The tools said: r-weather, r-forecast');
    assert.deepEqual((await lastBody()).messages[2].content.map((block) => block.type), ['tool_result', 'tool_result']);
});

test('the runner of tools', async () => {
    const runner = client.chat.completions.runTools(ask('weather?', { tools: [{ type: 'function',
        function: { name: 'weather', parameters: weather, parse: JSON.parse, function: ({ city }) => `rain in ${city}` } }] }));
    assert.equal(await runner.finalContent(), `The tools said: rain in ${asked.city}`);
});

test('the runner of tools, streamed', async () => {
    const runner = client.chat.completions.runTools(ask('weather?', { stream: true, tools: [{ type: 'function',
        function: { name: 'weather', parameters: weather, parse: JSON.parse, function: ({ city }) => `sun in ${city}` } }] }));
    assert.equal(await runner.finalContent(), `The tools said: sun in ${asked.city}`);
});

test('tool_choice', async () => {
    const wanted = { none: { type: 'none' }, auto: { type: 'auto' }, required: { type: 'any' } };
    for (const [choice, made] of Object.entries(wanted)) {
        await client.chat.completions.create(ask('x', { tools, tool_choice: choice }));
        assert.deepEqual((await lastBody()).tool_choice, made);
    }
    const named = await client.chat.completions.create(ask('x', { tools, tool_choice: { type: 'function', function: { name: 'forecast' } } }));
    assert.equal(named.choices[0].message.tool_calls[0].function.name, 'forecast');
});

test('structured output', async () => {
    const completion = await client.chat.completions.parse(ask('x', { response_format:
        { type: 'json_schema', json_schema: { name: 'w', strict: true, schema: weather } } }));
    assert.deepEqual(JSON.parse(completion.choices[0].message.content), { city: 'Köln', days: 3 });
    assert.deepEqual((await lastBody()).output_config.format.schema, weather);
});

test('reasons of the end', async () => {
    assert.equal((await client.chat.completions.create(ask('long'))).choices[0].finish_reason, 'length');
    const refused = (await client.chat.completions.create(ask('refuse'))).choices[0];
    assert.equal(refused.finish_reason, 'content_filter');
    assert.equal(refused.message.refusal, 'Not that.');
});

test('models', async () => {
    const ids = [];
    for await (const each of client.models.list())
        ids.push(each.id);
    assert.ok(ids.includes(model));
    assert.equal((await client.models.retrieve(model)).object, 'model');
});

test('errors', async () => {
    const thrown = (promise) => promise.then(() => assert.fail('no error'), (error) => error);
    const bad = await thrown(client.chat.completions.create(ask('x', { n: 2 })));
    assert.ok(bad instanceof OpenAI.BadRequestError);
    assert.equal(bad.param, 'n');
    const missing = await thrown(client.chat.completions.create(ask('fail 404 tag')));
    assert.ok(missing instanceof OpenAI.NotFoundError);
    assert.equal(missing.code, 'model_not_found');
    assert.match(missing.message, /tag/);
    const wrong = await thrown(new OpenAI({ baseURL: `${base}/v1`, apiKey: 'wrong' }).chat.completions.create(ask('x')));
    assert.ok(wrong instanceof OpenAI.AuthenticationError);
});

test('errors within a stream', async () => {
    const stream = await client.chat.completions.create(ask('break', { stream: true }));
    await assert.rejects(async () => { for await (const chunk of stream) assert.ok(chunk.id); }, OpenAI.APIError);
});

test('a passing fault is overcome', async () => {
    const completion = await client.chat.completions.create(ask(`flaky ${process.pid}-chat`));
    assert.match(completion.choices[0].message.content, /flaky/);
});

test('abort', async () => {
    const before = await abandoned();
    const stream = await client.chat.completions.create(ask('slowly', { stream: true }));
    let chunks = 0;
    for await (const chunk of stream) {
        assert.ok(chunk.id);
        if (++chunks === 5)
            break;
    }
    await eventually(async () => await abandoned() > before);
});
