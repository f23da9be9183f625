// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/chatcommand.h"

#include "base/json.h"
#include "chats/attachment.h"
#include "claude/apierror.h"
#include "cli/conversant.h"
#include "reports/chatreport.h"

namespace Patchbay {

namespace {

constexpr qint64 kMaxPromptBytes = 24 << 20;

// The words of --allow for those who may use it, and the command line.
QStringList allowedWith(const Account& account)
{
    QStringList words;
    if (account.allowWindow)
        words.append(QStringLiteral("window"));
    if (account.allowEndpoint)
        words.append(QStringLiteral("endpoint"));
    words.append(QStringLiteral("command-line"));
    return words;
}

} // namespace

ChatCommand::ChatCommand(Core& core, ChatOptions options)
    : m_core(core)
    , m_options(std::move(options))
{
}

ChatCommand::~ChatCommand() = default;

void ChatCommand::start()
{
    if (const auto prepared = prepare(); !prepared)
        refuse(prepared.error());
    else if (m_options.continueId.isEmpty())
        begin();
    else
        resume();
}

void ChatCommand::refuse(const Error& error)
{
    if (error.kind == ErrorKind::Cancelled)
        return finish(ExitCode::Interrupted);
    if (m_options.json)
        console().writeJson(errorToJson(error));
    finish(error);
}

Result<void> ChatCommand::prepare()
{
    if (m_options.noSave && !m_options.continueId.isEmpty()) {
        return fail(ErrorKind::InvalidInput, tr("--no-save and --continue exclude each other"),
                    tr("Leave one of them out"));
    }
    if (m_options.demo) {
        auto demo = m_core.enableDemo();
        if (!demo)
            return Failure(demo.error());
        m_account = *demo;
    } else if (!m_options.account.isEmpty()) {
        const Account* account = m_core.accounts().findByName(m_options.account);
        if (!account) {
            return fail(ErrorKind::NotFound, tr("There is no account “%1”").arg(m_options.account),
                        tr("See the names with: patchbay-cli accounts list"));
        }
        // The pool takes a name for permission; the switch is the person's own.
        if (!account->allowCommandLine) {
            return fail(ErrorKind::NoEligibleAccount,
                        tr("“%1” is not allowed on the command line").arg(account->name),
                        tr("Allow it with: patchbay-cli accounts edit %1 --allow %2")
                            .arg(account->name, allowedWith(*account).join(u',')));
        }
        m_account = account->id;
    }
    auto attached = attachmentsOfFiles(m_options.attachments);
    if (!attached)
        return Failure(attached.error());
    m_attached = *attached;

    if (m_options.prompt == QLatin1String("-") ||
        (!m_options.prompt && !console().inputIsTerminal())) {
        auto input = console().readAll(kMaxPromptBytes);
        if (!input)
            return Failure(input.error());
        m_options.prompt = QString::fromUtf8(*input).trimmed();
    }
    if (m_options.prompt && m_options.prompt->trimmed().isEmpty() && m_attached.isEmpty()) {
        return fail(ErrorKind::InvalidInput, tr("There is nothing to send"),
                    tr("Give a prompt as an argument or on standard input"));
    }
    return {};
}

void ChatCommand::resume()
{
    m_core.conversations().resolve(m_options.continueId, [this](Result<ConversationId> id) {
        if (!id) {
            refuse(id.error());
            return;
        }
        m_core.conversations().conversation(*id, [this](Result<Conversation> conversation) {
            if (!conversation) {
                refuse(conversation.error());
                return;
            }
            if (m_options.model.isEmpty())
                m_options.model = conversation->model;
            ConversantOptions options{
                m_options.model.isEmpty() ? m_core.defaultModel() : m_options.model,
                conversation->systemPrompt,
                m_options.maxTokens > 0 ? m_options.maxTokens : m_core.defaultMaxTokens(),
                m_account};
            m_conversant = std::make_unique<SavedConversant>(m_core, options, conversation->id,
                                                             conversation->leaf);
            begin();
        });
    });
}

void ChatCommand::begin()
{
    if (!m_conversant) {
        QString model = m_options.model;
        if (const Account* account = m_account ? m_core.accounts().find(*m_account) : nullptr;
            model.isEmpty() && account)
            model = account->model;
        ConversantOptions options{
            model.isEmpty() ? m_core.defaultModel() : model, m_options.system,
            m_options.maxTokens > 0 ? m_options.maxTokens : m_core.defaultMaxTokens(), m_account};
        if (m_options.noSave)
            m_conversant = std::make_unique<UnsavedConversant>(m_core, options);
        else
            m_conversant =
                std::make_unique<SavedConversant>(m_core, options, ConversationId{}, MessageId{0});
    }
    connect(m_conversant.get(), &Conversant::finished, this, &ChatCommand::onFinished);
    connect(m_conversant.get(), &Conversant::waiting, this,
            [this](const QString& reason) { console().note(reason); });
    if (m_options.json) {
        connect(m_conversant.get(), &Conversant::event, this, [this](const QByteArray& json) {
            // One line each; a line break in JSON is never within a text.
            console().writeBytes(QByteArray(json).replace('\n', ' ') + '\n');
        });
    } else {
        connect(m_conversant.get(), &Conversant::textAppended, this, [this](const QString& text) {
            console().write(text);
            m_endsLine = text.endsWith(u'\n');
        });
    }
    if (m_options.prompt) {
        send(*m_options.prompt);
        return;
    }
    converse();
}

void ChatCommand::converse()
{
    if (m_core.accounts().accounts().isEmpty()) {
        return refuse({ErrorKind::NoAccount,
                       tr("No API key found"),
                       tr("Set CLAUDE_API_KEY or ANTHROPIC_API_KEY, or add an account with "
                          "“patchbay-cli accounts add” or in the window"),
                       {},
                       {},
                       0});
    }
    console().note(tr("Write a message and press Enter; Ctrl+C stops an answer, Ctrl+D ends."));
    m_lines = std::make_unique<LineReader>();
    connect(m_lines.get(), &LineReader::line, this, [this](const QString& line) {
        if (line.trimmed().isEmpty())
            askForLine();
        else
            send(line);
    });
    connect(m_lines.get(), &LineReader::ended, this, [this] {
        console().note(QString());
        finish(ExitCode::Done);
    });
    askForLine();
}

void ChatCommand::askForLine()
{
    console().ask(QStringLiteral("> "));
    m_lines->readLine();
}

void ChatCommand::send(const QString& text)
{
    QList<ContentBlock> content = std::exchange(m_attached, {});
    if (!text.trimmed().isEmpty())
        content.append(ContentBlock::text(text));
    m_endsLine = true;
    m_busy = true;
    m_conversant->send(content);
}

void ChatCommand::onFinished(const Message&, const Outcome& outcome)
{
    m_busy = false;
    if (!m_endsLine)
        console().write(QStringLiteral("\n"));
    m_endsLine = true;
    if (m_options.json) {
        console().writeJson(outcome.error ? errorToJson(*outcome.error)
                                          : chatResultJson(m_conversant->conversation(), outcome));
    }
    const bool stopped = outcome.error && outcome.error->kind == ErrorKind::Cancelled;
    if (m_lines && !m_interrupted) {
        if (outcome.error && !stopped)
            console().fail(*outcome.error);
        askForLine();
        return;
    }
    if (stopped || m_interrupted)
        finish(ExitCode::Interrupted);
    else if (outcome.error)
        finish(*outcome.error);
    else
        finish(ExitCode::Done);
}

void ChatCommand::interrupt()
{
    // The first Ctrl+C stops the answer and keeps it; one more, or one at the prompt, ends.
    if (!m_busy || m_interrupted) {
        finish(ExitCode::Interrupted);
        return;
    }
    m_interrupted = !m_lines;
    m_conversant->stop();
}

void ChatCommand::terminate()
{
    if (!m_busy)
        return finish(ExitCode::Interrupted);
    m_interrupted = true;
    m_conversant->stop();
}

} // namespace Patchbay
