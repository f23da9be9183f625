// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/chatscommand.h"

#include "base/json.h"
#include "chats/conversationexport.h"

#include <QDateTime>
#include <QLocale>

namespace Patchbay {

namespace {

QString localTime(qint64 utcMs)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(utcMs), QLocale::ShortFormat);
}

} // namespace

ChatsCommand::ChatsCommand(Core& core, ChatsOptions options)
    : m_core(core)
    , m_options(std::move(options))
{
}

void ChatsCommand::start()
{
    using Verb = ChatsOptions::Verb;
    switch (m_options.verb) {
    case Verb::List:
        return list();
    case Verb::Search:
        return search();
    case Verb::Show:
        return exportConversation(m_options.json ? QStringLiteral("json") : QStringLiteral("md"));
    case Verb::Export:
        return exportConversation(m_options.format);
    }
}

void ChatsCommand::list()
{
    m_core.conversations().list(
        0, m_options.limit, [this](const Result<QList<Conversation>>& found) {
            if (!found)
                return finish(found.error());
            QJsonArray json;
            QList<QStringList> rows;
            for (const Conversation& conversation : *found) {
                json.append(QJsonObject{
                    {QStringLiteral("id"), conversation.id.value},
                    {QStringLiteral("title"), conversation.title},
                    {QStringLiteral("model"), conversation.model},
                    {QStringLiteral("created_at"), jsonTime(conversation.createdAtMs)},
                    {QStringLiteral("updated_at"), jsonTime(conversation.updatedAtMs)}});
                rows.append({conversation.id.value.left(8), localTime(conversation.updatedAtMs),
                             conversation.title});
            }
            if (m_options.json)
                console().writeJson({{QStringLiteral("conversations"), json}});
            else if (rows.isEmpty())
                console().note(
                    tr("No conversation yet. Begin one with: patchbay-cli chat \"Hello\""));
            else
                console().writeTable({tr("Id"), tr("Changed"), tr("Title")}, rows);
            finish(ExitCode::Done);
        });
}

void ChatsCommand::search()
{
    m_core.conversations().search(
        m_options.words, m_options.limit, [this](const Result<QList<SearchHit>>& hits) {
            if (!hits)
                return finish(hits.error());
            QJsonArray json;
            for (const SearchHit& hit : *hits) {
                QString snippet = hit.snippet;
                snippet.remove(QChar(2)).remove(QChar(3));
                snippet.replace(u'\n', u' ');
                if (m_options.json) {
                    json.append(
                        QJsonObject{{QStringLiteral("conversation_id"), hit.conversation.value},
                                    {QStringLiteral("title"), hit.title},
                                    {QStringLiteral("snippet"), snippet},
                                    {QStringLiteral("at"), jsonTime(hit.atMs)}});
                } else {
                    console().writeLine(hit.conversation.value.left(8) + QStringLiteral("  ") +
                                        hit.title);
                    if (!snippet.isEmpty())
                        console().writeLine(QStringLiteral("          ") + snippet);
                }
            }
            if (m_options.json)
                console().writeJson({{QStringLiteral("hits"), json}});
            else if (hits->isEmpty())
                console().note(tr("Nothing found."));
            finish(ExitCode::Done);
        });
}

void ChatsCommand::exportConversation(const QString& format)
{
    const auto exportFormat = exportFormatFromName(format);
    if (!exportFormat) {
        return finish(Error{ErrorKind::InvalidInput,
                            tr("--format does not know “%1”").arg(format),
                            tr("Use md, json or html"),
                            {},
                            {},
                            0});
    }
    m_core.conversations().resolve(
        m_options.id, [this, exportFormat](const Result<ConversationId>& id) {
            if (!id)
                return finish(id.error());
            const auto reader = m_core.database().reader();
            if (!reader)
                return finish(reader.error());
            const auto text = exportedConversation(**reader, *id, *exportFormat);
            if (!text)
                return finish(text.error());
            console().writeBytes(*text);
            finish(ExitCode::Done);
        });
}

} // namespace Patchbay
