// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/toolsnippets.h"

namespace Patchbay {

namespace {

QString text(const char* snippet)
{
    return QString::fromLatin1(snippet).trimmed();
}

} // namespace

QString claudeCodeSnippet(bool isPowerShell)
{
    return text(isPowerShell ? R"(
$env:ANTHROPIC_BASE_URL = "@ORIGIN@"
$env:ANTHROPIC_AUTH_TOKEN = "@TOKEN@"
Remove-Item Env:ANTHROPIC_API_KEY -ErrorAction SilentlyContinue
claude
)"
                             : R"(
export ANTHROPIC_BASE_URL="@ORIGIN@"
export ANTHROPIC_AUTH_TOKEN="@TOKEN@"
unset ANTHROPIC_API_KEY
claude
)");
}

QString claudeCodeSettingsSnippet()
{
    return text(R"(
{
  "env": {
    "ANTHROPIC_BASE_URL": "@ORIGIN@",
    "ANTHROPIC_AUTH_TOKEN": "@TOKEN@"
  }
}
)");
}

QString curlSnippet(bool isPowerShell)
{
    return text(isPowerShell ? R"(
Invoke-RestMethod -Method Post -Uri "@ORIGIN@/v1/messages" -ContentType "application/json" `
  -Headers @{ "x-api-key" = "@TOKEN@"; "anthropic-version" = "2023-06-01" } `
  -Body '{"model": "@MODEL@", "max_tokens": 1024, "messages": [{"role": "user", "content": "Hello"}]}'
)"
                             : R"(
curl "@ORIGIN@/v1/messages" \
  -H "x-api-key: @TOKEN@" \
  -H "anthropic-version: 2023-06-01" \
  -H "content-type: application/json" \
  -d '{"model": "@MODEL@", "max_tokens": 1024, "messages": [{"role": "user", "content": "Hello"}]}'
)");
}

QString openAiCurlSnippet(bool isPowerShell)
{
    return text(isPowerShell ? R"(
Invoke-RestMethod -Method Post -Uri "@ORIGIN@/v1/chat/completions" -ContentType "application/json" `
  -Headers @{ "Authorization" = "Bearer @TOKEN@" } `
  -Body '{"model": "@MODEL@", "messages": [{"role": "user", "content": "Hello"}]}'
)"
                             : R"(
curl "@ORIGIN@/v1/chat/completions" \
  -H "Authorization: Bearer @TOKEN@" \
  -H "content-type: application/json" \
  -d '{"model": "@MODEL@", "messages": [{"role": "user", "content": "Hello"}]}'
)");
}

QString pythonSnippet()
{
    return text(R"(
# pip install anthropic
from anthropic import Anthropic

client = Anthropic(base_url="@ORIGIN@", api_key="@TOKEN@")
message = client.messages.create(
    model="@MODEL@",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Hello"}],
)
print("".join(block.text for block in message.content if block.type == "text"))
)");
}

QString javascriptSnippet()
{
    return text(R"(
// npm install @anthropic-ai/sdk
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ baseURL: "@ORIGIN@", apiKey: "@TOKEN@" });
const message = await client.messages.create({
  model: "@MODEL@",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Hello" }],
});
console.log(message.content);
)");
}

QString openAiPythonSnippet()
{
    return text(R"(
# pip install openai
from openai import OpenAI

client = OpenAI(base_url="@ORIGIN@/v1", api_key="@TOKEN@")
completion = client.chat.completions.create(
    model="@MODEL@",
    messages=[{"role": "user", "content": "Hello"}],
)
print(completion.choices[0].message.content)
)");
}

QString openAiJavascriptSnippet()
{
    return text(R"(
// npm install openai
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "@ORIGIN@/v1", apiKey: "@TOKEN@" });
const completion = await client.chat.completions.create({
  model: "@MODEL@",
  messages: [{ role: "user", content: "Hello" }],
});
console.log(completion.choices[0].message.content);
)");
}

QString aiSdkSnippet()
{
    return text(R"(
// npm install ai @ai-sdk/anthropic
import { createAnthropic } from "@ai-sdk/anthropic";
import { generateText } from "ai";

const anthropic = createAnthropic({ baseURL: "@ORIGIN@/v1", apiKey: "@TOKEN@" });
const { text } = await generateText({ model: anthropic("@MODEL@"), prompt: "Hello" });
console.log(text);
)");
}

QString codexConfigSnippet()
{
    return text(R"(
model = "@MODEL@"
model_provider = "patchbay"

[model_providers.patchbay]
name = "Patchbay"
base_url = "@ORIGIN@/v1"
env_key = "PATCHBAY_API_KEY"
wire_api = "responses"
)");
}

QString codexShellSnippet(bool isPowerShell)
{
    return text(isPowerShell ? R"(
$env:PATCHBAY_API_KEY = "@TOKEN@"
codex
)"
                             : R"(
export PATCHBAY_API_KEY="@TOKEN@"
codex
)");
}

QString aiderSnippet(bool isPowerShell)
{
    return text(isPowerShell ? R"(
$env:OPENAI_API_BASE = "@ORIGIN@/v1"
$env:OPENAI_API_KEY = "@TOKEN@"
aider --model "openai/@MODEL@"
)"
                             : R"(
export OPENAI_API_BASE="@ORIGIN@/v1"
export OPENAI_API_KEY="@TOKEN@"
aider --model "openai/@MODEL@"
)");
}

QString continueSnippet()
{
    return text(R"(
name: Patchbay
version: 1.0.0
schema: v1
models:
  - name: Claude through Patchbay
    provider: anthropic
    model: "@MODEL@"
    apiBase: "@ORIGIN@/v1/"
    apiKey: "@TOKEN@"
)");
}

QString environmentSnippet()
{
    return text(R"(
ANTHROPIC_BASE_URL=@ORIGIN@
ANTHROPIC_API_KEY=@TOKEN@
OPENAI_BASE_URL=@ORIGIN@/v1
OPENAI_API_KEY=@TOKEN@
)");
}

} // namespace Patchbay
