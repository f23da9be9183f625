// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace Patchbay {

/// One content block of a message (PROTOCOL 1.2), kept as the JSON it came as, so that fields and
/// types we do not know survive. A value.
class ContentBlock
{
public:
    ContentBlock() = default;
    explicit ContentBlock(QJsonObject json)
        : m_json(std::move(json))
    {
    }

    [[nodiscard]] static ContentBlock text(const QString& text);
    /// `mediaType` as the API takes it: image/jpeg, image/png, image/gif, image/webp.
    [[nodiscard]] static ContentBlock image(const QString& mediaType, const QByteArray& bytes);
    [[nodiscard]] static ContentBlock pdf(const QString& title, const QByteArray& bytes);
    /// A text file, as a document with a plain text source.
    [[nodiscard]] static ContentBlock textDocument(const QString& title, const QString& text);

    [[nodiscard]] const QJsonObject& json() const { return m_json; }
    /// "text", "thinking", "redacted_thinking", "image", "document", "tool_use", …
    [[nodiscard]] QString type() const;
    /// The text of a text block, the thinking of a thinking block, else empty.
    [[nodiscard]] QString text() const;
    /// The title of a document, else empty.
    [[nodiscard]] QString title() const;
    [[nodiscard]] bool isThinking() const;

    bool operator==(const ContentBlock&) const = default;

private:
    QJsonObject m_json;
};

[[nodiscard]] QJsonArray toJson(const QList<ContentBlock>& blocks);
/// A string, as the API allows for a content, becomes one text block.
[[nodiscard]] QList<ContentBlock> contentFromJson(const QJsonValue& content);
/// The text blocks, joined by blank lines: what a person reads, searches and copies.
[[nodiscard]] QString plainText(const QList<ContentBlock>& blocks);

} // namespace Patchbay
