// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Patchbay {

// What is pasted where, with @ORIGIN@, @TOKEN@ and @MODEL@ to be replaced. Not translated: programs
// read it.

[[nodiscard]] QString claudeCodeSnippet(bool isPowerShell);
[[nodiscard]] QString claudeCodeSettingsSnippet();
[[nodiscard]] QString curlSnippet(bool isPowerShell);
[[nodiscard]] QString openAiCurlSnippet(bool isPowerShell);
[[nodiscard]] QString pythonSnippet();
[[nodiscard]] QString javascriptSnippet();
[[nodiscard]] QString openAiPythonSnippet();
[[nodiscard]] QString openAiJavascriptSnippet();
[[nodiscard]] QString aiSdkSnippet();
[[nodiscard]] QString codexConfigSnippet();
[[nodiscard]] QString codexShellSnippet(bool isPowerShell);
[[nodiscard]] QString aiderSnippet(bool isPowerShell);
[[nodiscard]] QString continueSnippet();
[[nodiscard]] QString environmentSnippet();

} // namespace Patchbay
