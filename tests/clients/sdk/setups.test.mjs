// SPDX-License-Identifier: GPL-3.0-or-later
// The set-ups that `clients setup` prints for JavaScript, run as they are printed.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { base, eventually, model } from './setup.mjs';

const run = promisify(execFile);
const program = process.env.PATCHBAY_TEST_PROGRAM;

test('set-ups work as printed', async (t) => {
    const { stdout: made } = await run(program, ['clients', 'add', 'scripts']);
    // Another process sees it a moment later.
    await eventually(async () => (await fetch(`${base}/v1/models`, { headers: { 'x-api-key': made.trim() } })).ok);
    for (const tool of ['javascript', 'openai-javascript', 'ai-sdk']) {
        await t.test(tool, async () => {
            const { stdout: printed } = await run(program, ['clients', 'setup', 'scripts', '--tool', tool, '--listen', base]);
            assert.match(printed, /pb-YOUR-TOKEN/);
            writeFileSync(`${tool}.mjs`, printed.replaceAll('pb-YOUR-TOKEN', made.trim()));
            const { stdout } = await run(process.execPath, [`${tool}.mjs`]);
            assert.match(stdout, /You said: Hello/);
        });
    }
    // Under its own client.
    const { stdout } = await run(program, ['usage', '--by', 'client,model', '--json']);
    const row = JSON.parse(stdout).rows.find((each) => each.client === 'scripts');
    assert.equal(row.requests, 3);
    assert.equal(row.model, model);
});
