// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/transcriptmodel.h"

#include <QHash>
#include <QSet>

#include <functional>

namespace Patchbay {

/// A transcript in memory. With a generator, messages are made when they are asked for.
class MemoryModel final : public TranscriptModel
{
    Q_OBJECT
public:
    using Generator = std::function<TranscriptMessage(int row)>;

    int count() const override { return m_generated + static_cast<int>(m_messages.size()); }

    const TranscriptMessage* message(int row) override
    {
        ++asked;
        if (row >= m_generated)
            return withheld.contains(row) ? nullptr : &m_messages[row - m_generated];
        if (!m_made.contains(row))
            m_made.insert(row, m_generator(row));
        return &m_made[row];
    }

    qsizetype textLength(int row) const override
    {
        return row < m_generated ? m_generatedLength
                                 : m_messages.at(row - m_generated).markdown.size();
    }

    int rowOf(qint64 id) const override
    {
        if (id <= m_generated)
            return static_cast<int>(id) - 1;
        for (int row = 0; row < m_messages.size(); ++row) {
            if (m_messages.at(row).id == id)
                return m_generated + row;
        }
        return -1;
    }

    /// The first `count` rows come from the generator, with ids from 1.
    void generate(int count, qsizetype length, Generator generator)
    {
        m_generated = count;
        m_generatedLength = length;
        m_generator = std::move(generator);
        m_made.clear();
        Q_EMIT reset();
    }

    qint64 add(TranscriptMessage::Role role, const QString& text)
    {
        TranscriptMessage message;
        message.role = role;
        message.markdown = text;
        return add(message);
    }

    qint64 add(TranscriptMessage message)
    {
        message.id = 1'000'000 + ++m_lastId;
        m_messages.append(message);
        Q_EMIT inserted(count() - 1, 1);
        return message.id;
    }

    void prepend(TranscriptMessage message)
    {
        message.id = 1'000'000 + ++m_lastId;
        m_messages.prepend(message);
        Q_EMIT inserted(m_generated, 1);
    }

    void append(int row, const QString& text, Part part = Part::Answer)
    {
        TranscriptMessage& message = m_messages[row - m_generated];
        (part == Part::Answer ? message.markdown : message.thinking) += text;
        Q_EMIT appended(row, part, text);
    }

    void edit(int row, const std::function<void(TranscriptMessage&)>& change)
    {
        change(m_messages[row - m_generated]);
        Q_EMIT changed(row);
    }

    void takeLast()
    {
        m_messages.removeLast();
        Q_EMIT removed(count(), 1);
    }

    void clear()
    {
        m_messages.clear();
        m_generated = 0;
        Q_EMIT reset();
    }

    int asked = 0;
    QSet<int> withheld; // rows that are still being fetched

private:
    Generator m_generator;
    int m_generated = 0;
    qsizetype m_generatedLength = 0;
    QHash<int, TranscriptMessage> m_made;
    QList<TranscriptMessage> m_messages;
    qint64 m_lastId = 0;
};

} // namespace Patchbay
