// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QObject>
#include <QStringList>

#include <optional>

namespace Patchbay {

/// One message as the transcript shows it. A value.
struct TranscriptMessage
{
    enum class Role { User, Assistant };
    enum class State { Complete, Waiting, Streaming, Stopped, Interrupted, Failed };

    qint64 id = 0;
    Role role = Role::User;
    State state = State::Complete;
    QString markdown;        // of an assistant; a user's text is shown as it was typed
    QString thinking;        // folded above the answer
    QStringList attachments; // "photo.png · 340 kB"
    QString notice; // a waiting or failed message's sentence ("Waiting for a free account · 0:42")
    QString accountName;
    QColor accountColor;
    bool accountRemoved = false; // said on the account's name, quietly
    QString details;          // "Sonnet 5.5 · 1,204 in (1,100 cached) · 188 out · $0.0024 · 2.1 s"
    bool canContinue = false; // an answer that ended before it was whole
    int branch = 0;           // of `branchCount` siblings, from 0
    int branchCount = 1;
};

/// The messages on the shown path of one conversation, oldest first; contents are fetched when they
/// are needed, so that a history of any length opens at once. GUI thread.
class TranscriptModel : public QObject
{
    Q_OBJECT
public:
    enum class Part { Answer, Thinking };
    Q_ENUM(Part)

    using QObject::QObject;

    [[nodiscard]] virtual int count() const = 0;
    /// The message, or null while it is being fetched: asking starts the fetch and changed()
    /// follows. Valid until control returns to the event loop.
    virtual const TranscriptMessage* message(int row) = 0;
    /// The size of its text in characters, known without fetching: for estimates of height.
    [[nodiscard]] virtual qsizetype textLength(int row) const = 0;
    /// The row of a message on the shown path, -1 when it is not on it.
    [[nodiscard]] virtual int rowOf(qint64 id) const = 0;

Q_SIGNALS:
    /// Another path or conversation: everything is new.
    void reset();
    /// Rows [first, first + count) came in, at the end (sent or answered) or the start (older
    /// heads).
    void inserted(int first, int count);
    void removed(int first, int count);
    /// Anything of the row but an appended text.
    void changed(int row);
    /// `text` was appended to a part of the row, which message() already includes.
    void appended(int row, Patchbay::TranscriptModel::Part part, const QString& text);
};

} // namespace Patchbay
