// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/toolsetup.h"

#include "clients/clienttoken.h"
#include "clients/toolsnippets.h"

#include <QCoreApplication>
#include <QUrl>

namespace Patchbay {

namespace {

struct ToolSetupText
{
    Q_DECLARE_TR_FUNCTIONS(ToolSetupText)
};

struct Tool
{
    const char* id;
    const char* name; // as its makers write it
    QList<SetupStep> (*steps)(bool isPowerShell);
};

QString inShell()
{
    return ToolSetupText::tr("In a terminal:");
}

QList<SetupStep> claudeCode(bool isPowerShell)
{
    return {{ToolSetupText::tr("In the terminal that Claude Code is started in:"),
             claudeCodeSnippet(isPowerShell)}};
}

QList<SetupStep> claudeCodeSettings(bool)
{
    return {{ToolSetupText::tr("For good, in the file settings.json of the folder .claude at home; "
                               "keep what it has already:"),
             claudeCodeSettingsSnippet()}};
}

QList<SetupStep> curl(bool isPowerShell)
{
    return {{inShell(), curlSnippet(isPowerShell)}};
}

QList<SetupStep> openAiCurl(bool isPowerShell)
{
    return {{inShell(), openAiCurlSnippet(isPowerShell)}};
}

QString inProgram()
{
    return ToolSetupText::tr("In a program of yours:");
}

QList<SetupStep> codex(bool isPowerShell)
{
    return {{ToolSetupText::tr("In the file config.toml of the folder .codex at home, on top:"),
             codexConfigSnippet()},
            {ToolSetupText::tr("Then, in a terminal:"), codexShellSnippet(isPowerShell)}};
}

QList<SetupStep> aider(bool isPowerShell)
{
    return {{inShell(), aiderSnippet(isPowerShell)}};
}

QList<SetupStep> continueDev(bool)
{
    return {{ToolSetupText::tr("In the file config.yaml of the folder .continue at home:"),
             continueSnippet()}};
}

QList<SetupStep> environment(bool)
{
    return {
        {ToolSetupText::tr("For programs that read these variables, such as those made with the "
                           "official libraries:"),
         environmentSnippet()}};
}

QList<SetupStep> other(bool)
{
    return {{ToolSetupText::tr("Address, for a tool that speaks to Anthropic:"),
             QStringLiteral("@ORIGIN@")},
            {ToolSetupText::tr("Address, for a tool that speaks to OpenAI:"),
             QStringLiteral("@ORIGIN@/v1")},
            {ToolSetupText::tr("API key:"), QStringLiteral("@TOKEN@")},
            {ToolSetupText::tr("Model:"), QStringLiteral("@MODEL@")}};
}

const QList<Tool>& table()
{
    static const QList<Tool> all{
        {"claude-code", "Claude Code", &claudeCode},
        {"claude-code-settings", "Claude Code (settings.json)", &claudeCodeSettings},
        {"curl", "curl", &curl},
        {"python", "Python, anthropic",
         [](bool) { return QList<SetupStep>{{inProgram(), pythonSnippet()}}; }},
        {"javascript", "JavaScript, @anthropic-ai/sdk",
         [](bool) { return QList<SetupStep>{{inProgram(), javascriptSnippet()}}; }},
        {"openai-python", "Python, openai",
         [](bool) { return QList<SetupStep>{{inProgram(), openAiPythonSnippet()}}; }},
        {"openai-javascript", "JavaScript, openai",
         [](bool) { return QList<SetupStep>{{inProgram(), openAiJavascriptSnippet()}}; }},
        {"openai-curl", "curl, OpenAI", &openAiCurl},
        {"ai-sdk", "AI SDK", [](bool) { return QList<SetupStep>{{inProgram(), aiSdkSnippet()}}; }},
        {"codex", "Codex", &codex},
        {"aider", "aider", &aider},
        {"continue", "Continue", &continueDev},
        {"environment", nullptr, &environment},
        {"other", nullptr, &other},
    };
    return all;
}

QString nameOf(const Tool& tool)
{
    if (tool.name)
        return QString::fromLatin1(tool.name);
    return tool.steps == &environment ? ToolSetupText::tr("Variables of the environment")
                                      : ToolSetupText::tr("Another tool");
}

bool isEverywhere(const QString& host)
{
    return host.isEmpty() || host == QLatin1String("0.0.0.0") || host == QLatin1String("*");
}

} // namespace

SetupShell systemShell()
{
#ifdef Q_OS_WIN
    return SetupShell::PowerShell;
#else
    return SetupShell::Posix;
#endif
}

QList<SetupTool> ToolSetup::tools()
{
    QList<SetupTool> tools;
    for (const Tool& tool : table())
        tools.append({QString::fromLatin1(tool.id), nameOf(tool)});
    return tools;
}

QList<SetupStep> ToolSetup::steps(const QString& toolId, const SetupValues& values)
{
    for (const Tool& tool : table()) {
        if (toolId != QLatin1String(tool.id))
            continue;
        QList<SetupStep> steps = tool.steps(values.shell == SetupShell::PowerShell);
        for (SetupStep& step : steps) {
            step.code.replace(QLatin1String("@ORIGIN@"), values.origin);
            step.code.replace(QLatin1String("@MODEL@"), values.model);
            step.code.replace(QLatin1String("@TOKEN@"), values.token);
        }
        return steps;
    }
    return {};
}

QString ToolSetup::tokenPlaceholder()
{
    return clientTokenPrefix() + QStringLiteral("YOUR-TOKEN");
}

Result<QString> ToolSetup::originOf(const QString& listen)
{
    const QString given = listen.trimmed();
    const bool isAddress =
        given.startsWith(QLatin1String("http://")) || given.startsWith(QLatin1String("https://"));
    QUrl url(isAddress ? given : QStringLiteral("http://") + given, QUrl::StrictMode);
    if (!isAddress && given.startsWith(QLatin1Char(':')))
        url = QUrl(QStringLiteral("http://127.0.0.1") + given, QUrl::StrictMode);
    if (!isAddress && isEverywhere(url.host()))
        url.setHost(QStringLiteral("127.0.0.1"));
    if (!isAddress && url.host() == QLatin1String("::"))
        url.setHost(QStringLiteral("::1"));
    const bool isPlain = url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment() &&
                         (url.path().isEmpty() || url.path() == QLatin1String("/"));
    if (!url.isValid() || url.host().isEmpty() || !isPlain || (!isAddress && url.port() < 1)) {
        return fail(ErrorKind::InvalidInput,
                    ToolSetupText::tr("“%1” is no address of an endpoint").arg(listen),
                    ToolSetupText::tr("Write it as 127.0.0.1:3002 or https://patchbay.example"));
    }
    return url.toString(QUrl::RemovePath);
}

} // namespace Patchbay
