// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/tokenestimator.h"

#include "claude/modelfamily.h"

#include <QRegularExpression>
#include <QtEndian>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kFinePercent = 130;
constexpr qint64 kPixelsPerToken = 750;
// Larger pictures are made smaller before the model sees them.
constexpr int kLongestSide = 1568;
constexpr qint64 kMostOfPicture = 1600;
constexpr qint64 kBytesPerPdfToken = 16;
constexpr qint64 kLeastOfPdf = 1500; // a page, as text and picture
// Enough of a file to find its size in, in base64.
constexpr qsizetype kStartOfPicture = 64 * 1024;

bool isFineTokenizer(const QString& model)
{
    if (modelFamilyRank(model) < 0)
        return true;
    // The version is before the family in old ids and after it in new ones; a date has 8 digits.
    static const QRegularExpression digits(u"(?<![0-9])([0-9]{1,2})(?![0-9])"_s);
    QList<int> version;
    for (auto found = digits.globalMatch(model); found.hasNext();)
        version.append(found.next().captured(1).toInt());
    if (version.isEmpty())
        return true;
    const int minor = version.size() > 1 ? version.at(1) : 0;
    return version.first() > 4 || (version.first() == 4 && minor >= 7);
}

enum class Sign { Space, NewLine, Letter, Digit, Mark, Ideograph, Syllable, Symbol, Foreign };

Sign signOf(char16_t c)
{
    if (c == u'\n' || c == u'\r')
        return Sign::NewLine;
    if (c == u' ' || c == u'\t' || c == 0xa0 || c == 0x3000)
        return Sign::Space;
    if ((c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= 0xc0 && c <= 0x24f))
        return Sign::Letter;
    if (c >= u'0' && c <= u'9')
        return Sign::Digit;
    if (c < 0xc0)
        return Sign::Mark;
    if (c >= 0xac00 && c <= 0xd7af)
        return Sign::Syllable;
    if (QChar::isSurrogate(c) || (c >= 0x2190 && c < 0x2e80))
        return Sign::Symbol;
    if (c >= 0x2e80 && c <= 0xffdc)
        return Sign::Ideograph;
    return Sign::Foreign;
}

// In hundredths of a token of the older models, for a run of signs of one kind.
qint64 ofRun(Sign sign, qint64 length, bool isOneSign)
{
    switch (sign) {
    case Sign::Space:
        // One belongs to the word after it; an indentation is a token or few.
        return length == 1 ? 0 : 100 + length / 16 * 100;
    case Sign::NewLine:
        return 100;
    case Sign::Letter:
        return 100 + std::max<qint64>(0, length - 6) * 25;
    case Sign::Digit:
        return (length + 2) / 3 * 100;
    case Sign::Mark:
        return isOneSign ? 100 + length / 8 * 50 : length * 65;
    case Sign::Ideograph:
        return length * 105;
    case Sign::Syllable:
        return length * 130;
    case Sign::Symbol:
        return length * 130;
    case Sign::Foreign:
        return 100 + (length - 1) * 45;
    }
    Q_UNREACHABLE();
}

QByteArray bytesOf(const QJsonObject& source, qsizetype most)
{
    const QString data = source.value("data"_L1).toString();
    return QByteArray::fromBase64(data.first(std::min(data.size(), most / 4 * 4)).toLatin1());
}

QSize jpegSize(const QByteArray& bytes)
{
    const auto* at = reinterpret_cast<const uchar*>(bytes.constData());
    qsizetype i = 2;
    while (i + 9 < bytes.size()) {
        if (at[i] != 0xff)
            return {};
        const uchar kind = at[i + 1];
        if (kind == 0xff) {
            ++i;
            continue;
        }
        const bool isFrame =
            kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xc8 && kind != 0xcc;
        if (isFrame)
            return {qFromBigEndian<quint16>(at + i + 7), qFromBigEndian<quint16>(at + i + 5)};
        i += 2 + qFromBigEndian<quint16>(at + i + 2);
    }
    return {};
}

QSize webpSize(const QByteArray& bytes)
{
    const auto* at = reinterpret_cast<const uchar*>(bytes.constData());
    const QByteArray kind = bytes.mid(12, 4);
    const auto three = [at](int i) { return at[i] | at[i + 1] << 8 | at[i + 2] << 16; };
    if (kind == "VP8X")
        return {three(24) + 1, three(27) + 1};
    if (kind == "VP8L") {
        const quint32 bits = qFromLittleEndian<quint32>(at + 21);
        return {static_cast<int>(bits & 0x3fff) + 1, static_cast<int>(bits >> 14 & 0x3fff) + 1};
    }
    if (kind == "VP8 ")
        return {qFromLittleEndian<quint16>(at + 26) & 0x3fff,
                qFromLittleEndian<quint16>(at + 28) & 0x3fff};
    return {};
}

} // namespace

QSize pictureSize(const QByteArray& start)
{
    const auto* at = reinterpret_cast<const uchar*>(start.constData());
    if (start.size() < 30)
        return {};
    if (start.startsWith("\x89PNG"))
        return {static_cast<int>(qFromBigEndian<quint32>(at + 16) & 0x7fffffff),
                static_cast<int>(qFromBigEndian<quint32>(at + 20) & 0x7fffffff)};
    if (start.startsWith("GIF8"))
        return {qFromLittleEndian<quint16>(at + 6), qFromLittleEndian<quint16>(at + 8)};
    if (start.startsWith("\xff\xd8"))
        return jpegSize(start);
    if (start.startsWith("RIFF") && start.mid(8, 4) == "WEBP")
        return webpSize(start);
    return {};
}

TokenEstimator::TokenEstimator(const QString& model)
    : m_isFine(isFineTokenizer(model))
{
}

qint64 TokenEstimator::scaled(qint64 tokens) const
{
    return m_isFine ? (tokens * kFinePercent + 50) / 100 : tokens;
}

qint64 TokenEstimator::text(QStringView text) const
{
    qint64 hundredths = 0;
    for (qsizetype i = 0; i < text.size();) {
        const Sign sign = signOf(text.at(i).unicode());
        qsizetype end = i + 1;
        bool isOneSign = true;
        while (end < text.size() && signOf(text.at(end).unicode()) == sign) {
            // camelCase is words.
            if (sign == Sign::Letter && text.at(end).isUpper() && text.at(end - 1).isLower())
                break;
            isOneSign = isOneSign && text.at(end) == text.at(i);
            ++end;
        }
        hundredths += ofRun(sign, end - i, isOneSign);
        i = end;
    }
    return scaled((hundredths + 99) / 100);
}

qint64 TokenEstimator::picture(QSize pixels) const
{
    if (pixels.isEmpty())
        return kMostOfPicture;
    if (std::max(pixels.width(), pixels.height()) > kLongestSide)
        pixels.scale(kLongestSide, kLongestSide, Qt::KeepAspectRatio);
    const qint64 tokens = static_cast<qint64>(pixels.width()) * pixels.height() / kPixelsPerToken;
    return std::clamp<qint64>(tokens, 1, kMostOfPicture);
}

qint64 TokenEstimator::block(const ContentBlock& block) const
{
    const QJsonObject source = block.json().value("source"_L1).toObject();
    const bool isBase64 = source.value("type"_L1).toString() == "base64"_L1;
    if (block.type() == "image"_L1)
        return picture(isBase64 ? pictureSize(bytesOf(source, kStartOfPicture)) : QSize());
    if (block.type() == "document"_L1) {
        const QString data = source.value("data"_L1).toString();
        const qint64 content =
            isBase64 ? scaled(std::max(kLeastOfPdf, data.size() / 4 * 3 / kBytesPerPdfToken))
                     : text(data);
        return content + text(block.title());
    }
    return text(block.text());
}

qint64 TokenEstimator::blocks(const QList<ContentBlock>& blocks) const
{
    qint64 sum = 0;
    for (const ContentBlock& each : blocks)
        sum += block(each);
    return sum;
}

qint64 TokenEstimator::converted(qint64 tokens, const TokenEstimator& other) const
{
    if (m_isFine == other.m_isFine)
        return tokens;
    return m_isFine ? scaled(tokens) : (tokens * 100 + kFinePercent / 2) / kFinePercent;
}

} // namespace Patchbay
