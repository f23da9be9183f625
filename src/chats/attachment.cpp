// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/attachment.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QStringDecoder>

#include <algorithm>

namespace Patchbay {

namespace {

struct AttachmentText
{
    Q_DECLARE_TR_FUNCTIONS(AttachmentText)
};

QString imageType(const QByteArray& bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return QStringLiteral("image/png");
    if (bytes.startsWith("\xff\xd8\xff"))
        return QStringLiteral("image/jpeg");
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return QStringLiteral("image/gif");
    if (bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP")
        return QStringLiteral("image/webp");
    return {};
}

const QLatin1String kNameField("patchbay_name");

Failure tooLarge(const QString& name)
{
    return fail(ErrorKind::InvalidInput, AttachmentText::tr("%1 is too large to attach").arg(name),
                AttachmentText::tr("All attachments of a message together may have 24 MB"));
}

} // namespace

Result<ContentBlock> attachmentOf(const QString& name, const QByteArray& bytes)
{
    if (bytes.isEmpty()) {
        return fail(ErrorKind::InvalidInput, AttachmentText::tr("%1 is empty").arg(name),
                    AttachmentText::tr("Choose a file with something in it"));
    }
    if (bytes.size() > kMaxAttachmentBytes)
        return tooLarge(name);
    if (const QString type = imageType(bytes); !type.isEmpty())
        return ContentBlock::image(type, bytes);
    if (bytes.startsWith("%PDF-"))
        return ContentBlock::pdf(name, bytes);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    if (decoder.hasError() || text.contains(QChar(0))) {
        return fail(ErrorKind::InvalidInput,
                    AttachmentText::tr("%1 is neither an image, a PDF nor a text").arg(name),
                    AttachmentText::tr("Attach PNG, JPEG, GIF, WebP, PDF or a text in UTF-8"));
    }
    return ContentBlock::textDocument(name, text);
}

Result<ContentBlock> attachmentOfFile(const QString& path)
{
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly)) {
        return fail(
            ErrorKind::InvalidInput, AttachmentText::tr("The file %1 cannot be read").arg(path),
            AttachmentText::tr("Check its name and that you may read it"), file.errorString());
    }
    const QString name = QFileInfo(path).fileName();
    if (file.size() > kMaxAttachmentBytes)
        return tooLarge(name);
    return attachmentOf(name, file.read(kMaxAttachmentBytes + 1));
}

Result<QList<ContentBlock>> attachmentsOfFiles(const QStringList& paths)
{
    QList<ContentBlock> blocks;
    for (const QString& path : paths) {
        const auto block = attachmentOfFile(path);
        if (!block)
            return Failure(block.error());
        blocks.append(*block);
        if (const auto fits = checkAttachments(blocks); !fits)
            return Failure(fits.error());
    }
    return blocks;
}

Result<void> checkAttachments(const QList<ContentBlock>& blocks)
{
    qint64 total = 0;
    for (const ContentBlock& block : blocks) {
        total += attachmentBytes(block);
        if (total > kMaxAttachmentBytes)
            return tooLarge(attachmentText(block));
    }
    return {};
}

QString attachmentName(const ContentBlock& block)
{
    const QString title = block.title();
    return title.isEmpty() ? block.json().value(kNameField).toString() : title;
}

ContentBlock withAttachmentName(const ContentBlock& block, const QString& name)
{
    if (name.isEmpty() || !block.title().isEmpty())
        return block;
    QJsonObject json = block.json();
    json.insert(kNameField, name);
    return ContentBlock(json);
}

ContentBlock attachmentToSend(const ContentBlock& block)
{
    if (!block.json().contains(kNameField))
        return block;
    QJsonObject json = block.json();
    json.remove(kNameField);
    return ContentBlock(json);
}

qint64 attachmentBytes(const ContentBlock& block)
{
    const QJsonObject source = block.json().value(u"source").toObject();
    const QString data = source.value(u"data").toString();
    if (source.value(u"type").toString() == QLatin1String("text"))
        return data.toUtf8().size();
    const auto padding =
        std::count(data.end() - std::min<qsizetype>(2, data.size()), data.end(), u'=');
    return data.size() / 4 * 3 - padding;
}

QString attachmentText(const ContentBlock& block)
{
    QString name = attachmentName(block);
    if (name.isEmpty() && block.type() == QLatin1String("image"))
        name = AttachmentText::tr("Picture");
    else if (name.isEmpty())
        name = AttachmentText::tr("File");
    return AttachmentText::tr("%1 · %2").arg(
        name, QLocale().formattedDataSize(attachmentBytes(block), 0, QLocale::DataSizeSIFormat));
}

} // namespace Patchbay
