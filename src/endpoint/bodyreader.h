// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>

namespace Patchbay {

/// Puts a body together from its pieces, unpacked where it was packed with gzip; never more than
/// `limit` bytes of it, whatever it was packed from. Pure.
class BodyReader final
{
public:
    enum class Coding { Identity, Gzip };
    enum class Fault { None, TooLarge, Broken };

    BodyReader(Coding coding, qint64 limit);
    ~BodyReader();
    BodyReader(const BodyReader&) = delete;
    BodyReader& operator=(const BodyReader&) = delete;

    [[nodiscard]] Fault feed(QByteArray piece);
    /// After the last piece.
    [[nodiscard]] Fault finish();
    [[nodiscard]] QByteArray take() { return std::exchange(m_body, {}); }
    [[nodiscard]] qsizetype size() const { return m_body.size(); }

private:
    class Inflater;
    qint64 m_limit;
    QByteArray m_body;
    std::unique_ptr<Inflater> m_inflater;
};

} // namespace Patchbay
