// SPDX-License-Identifier: GPL-3.0-or-later
// Ordinary use of the package `ai` with both of its providers.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import { asked, base, model, token, weather } from './setup.mjs';

const openai = createOpenAI({ baseURL: `${base}/v1`, apiKey: token });
const models = {
    anthropic: createAnthropic({ baseURL: `${base}/v1`, apiKey: token })(model),
    'openai chat': openai.chat(model),
    'openai responses': openai.responses(model),
};
// Nothing is stored, so the items of earlier steps must be sent themselves.
const providerOptions = { openai: { store: false } };
const tools = { weather: tool({ description: 'd', inputSchema: jsonSchema(weather), execute: async ({ city }) => `rain in ${city}` }) };

for (const [name, languageModel] of Object.entries(models)) {
    test(`${name}: text`, async () => {
        const { text, finishReason, usage } = await generateText({ model: languageModel, providerOptions, prompt: 'say hällo' });
        assert.equal(text, 'hällo');
        assert.equal(finishReason, 'stop');
        assert.equal(usage.outputTokens, 42);
        assert.equal(usage.inputTokens, 3210);
    });

    test(`${name}: stream`, async () => {
        const result = streamText({ model: languageModel, providerOptions, prompt: 'say one two three' });
        let text = '';
        for await (const piece of result.textStream)
            text += piece;
        assert.equal(text, 'one two three');
        assert.equal(await result.finishReason, 'stop');
    });

    test(`${name}: tools`, async () => {
        const { text, steps } = await generateText({ model: languageModel, providerOptions, prompt: 'weather?', tools, stopWhen: stepCountIs(3) });
        assert.deepEqual(steps[0].toolCalls[0].input, asked);
        assert.equal(text, `The tools said: rain in ${asked.city}`);
    });

    test(`${name}: tools in a stream`, async () => {
        const result = streamText({ model: languageModel, providerOptions, prompt: 'weather?', tools, stopWhen: stepCountIs(3) });
        await result.consumeStream();
        assert.equal(await result.text, `The tools said: rain in ${asked.city}`);
    });

    test(`${name}: structured output`, async () => {
        const { output } = await generateText({ model: languageModel, providerOptions, prompt: 'x', output: Output.object({ schema: jsonSchema(weather) }) });
        assert.deepEqual(output, { city: 'Köln', days: 3 });
    });

    test(`${name}: errors`, async () => {
        await assert.rejects(generateText({ model: languageModel, providerOptions, prompt: 'fail 404 tag', maxRetries: 0 }), /tag/);
    });
}
