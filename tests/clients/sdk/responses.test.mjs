// SPDX-License-Identifier: GPL-3.0-or-later
// Ordinary use of the package `openai`: responses.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';
import { asked, base, lastBody, model, token, weather } from './setup.mjs';

const client = new OpenAI({ baseURL: `${base}/v1`, apiKey: token });
const tools = [{ type: 'function', name: 'weather', description: 'd', parameters: weather, strict: true }];
const thrown = (promise) => promise.then(() => assert.fail('no error'), (error) => error);

test('create', async () => {
    const response = await client.responses.create({ model, input: 'say hällo', instructions: 'be brief', metadata: { a: 'b' } });
    assert.equal(response.output_text, 'hällo');
    assert.equal(response.status, 'completed');
    assert.equal(response.instructions, 'be brief');
    assert.deepEqual(response.metadata, { a: 'b' });
    assert.deepEqual(response.usage, { input_tokens: 3210, output_tokens: 42, total_tokens: 3252,
        input_tokens_details: { cached_tokens: 3000, cache_write_tokens: 200 }, output_tokens_details: { reasoning_tokens: 7 } });
    assert.equal((await lastBody()).system, 'be brief');
});

test('stream', async () => {
    const stream = await client.responses.create({ model, input: 'say one two three', stream: true });
    let text = '';
    const types = [];
    for await (const event of stream) {
        assert.equal(event.sequence_number, types.length);
        types.push(event.type);
        if (event.type === 'response.output_text.delta')
            text += event.delta;
    }
    assert.equal(text, 'one two three');
    assert.equal(types[0], 'response.created');
    assert.equal(types.at(-1), 'response.completed');
});

test('the helper of streams', async () => {
    const stream = client.responses.stream({ model, input: 'weather?', tools });
    let pieces = '';
    stream.on('response.function_call_arguments.delta', (event) => { pieces += event.delta; });
    const response = await stream.finalResponse();
    const call = response.output.find((item) => item.type === 'function_call');
    assert.deepEqual(JSON.parse(call.arguments), asked);
    assert.equal(pieces, call.arguments);
    assert.deepEqual(call.parsed_arguments, asked);
    assert.equal(response.output_text, 'Let me look. ');
});

test('tools and their results', async () => {
    const input = [{ role: 'user', content: 'weather?' }];
    const first = await client.responses.create({ model, input, tools });
    input.push(...first.output);
    for (const call of first.output.filter((item) => item.type === 'function_call'))
        input.push({ type: 'function_call_output', call_id: call.call_id, output: 'rain' });
    const second = await client.responses.create({ model, input, tools });
    assert.equal(second.output_text, 'The tools said: rain');
});

test('reasoning comes, and goes back', async () => {
    const include = ['reasoning.encrypted_content'];
    const reasoning = { effort: 'high', summary: 'auto' };
    for (const stream of [false, true]) {
        const request = { model, input: 'think', include, reasoning };
        const first = stream ? await client.responses.stream(request).finalResponse() : await client.responses.create(request);
        assert.equal(first.output[0].type, 'reasoning');
        assert.equal(first.output[0].summary[0].text, 'Hm, well.');
        await client.responses.create({ model, input: [{ role: 'user', content: 'think' }, ...first.output, { role: 'user', content: 'say x' }] });
        const body = await lastBody();
        assert.deepEqual(body.messages[1].content, [{ type: 'thinking', thinking: 'Hm, well.', signature: 'c2ln' }, { type: 'text', text: 'Thought.' }]);
    }
});

test('structured output', async () => {
    const response = await client.responses.parse({ model, input: 'x', text: { format: { type: 'json_schema', name: 'w', schema: weather, strict: true } } });
    assert.deepEqual(JSON.parse(response.output_text), { city: 'Köln', days: 3 });
});

test('an answer that is cut, and a refusal', async () => {
    const cut = await client.responses.create({ model, input: 'long' });
    assert.equal(cut.status, 'incomplete');
    assert.equal(cut.incomplete_details.reason, 'max_output_tokens');
    const refused = await client.responses.stream({ model, input: 'refuse' }).finalResponse();
    assert.equal(refused.incomplete_details.reason, 'content_filter');
    assert.equal(refused.output[0].content[0].refusal, 'Not that.');
});

test('errors', async () => {
    const stored = await thrown(client.responses.create({ model, input: 'x', previous_response_id: 'resp_1' }));
    assert.ok(stored instanceof OpenAI.BadRequestError);
    assert.equal(stored.param, 'previous_response_id');
    assert.ok((await thrown(client.responses.create({ model, input: 'fail 404 tag' }))) instanceof OpenAI.NotFoundError);
    const stream = await client.responses.create({ model, input: 'break', stream: true });
    const types = [];
    await assert.rejects(async () => { for await (const event of stream) types.push(event.type); }, OpenAI.APIError);
    assert.equal(types.at(-1), 'response.failed');
});
