// SPDX-License-Identifier: GPL-3.0-or-later
// Where the endpoint under test is, from the environment; what all of the tests need.
import assert from 'node:assert/strict';

export const base = process.env.PATCHBAY_TEST_BASE_URL;   // http://127.0.0.1:PORT
export const token = process.env.PATCHBAY_TEST_TOKEN;     // of a client of the endpoint
export const upstream = process.env.PATCHBAY_TEST_UPSTREAM; // of upstream.mjs
export const model = 'claude-sonnet-5-5';

assert.ok(base && token && upstream, 'PATCHBAY_TEST_BASE_URL, _TOKEN and _UPSTREAM must be set');

/// What the upstream was asked last.
export const lastBody = async () => (await (await fetch(`${upstream}/seen`)).json()).body;
export const abandoned = async () => (await (await fetch(`${upstream}/seen`)).json()).abandoned;

/// Waits until it holds; a minute at most.
export async function eventually(holds) {
    for (let tries = 0; tries < 600; ++tries) {
        if (await holds())
            return;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail(`never became true: ${holds}`);
}

export const weather = { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } },
                         required: ['city', 'days'], additionalProperties: false };
export const asked = { city: 'Köln "am Rhein"', days: 1 };
