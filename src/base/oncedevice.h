// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>

namespace Patchbay {

/// A body that can be sent once. When an upstream closes a connection without an answer, Qt sends
/// the request again by itself, up to three times; with a body that cannot be rewound it reports
/// the loss instead, and whether to pay for another attempt is decided in one place. As long as
/// nothing of it was read it can: Qt rewinds too when it moves a request to another connection
/// before anything went out.
class OnceDevice final : public QIODevice
{
    Q_OBJECT
public:
    explicit OnceDevice(QByteArray bytes);

    [[nodiscard]] qint64 size() const override { return m_bytes.size(); }
    bool reset() override { return pos() == 0; }

protected:
    qint64 readData(char* data, qint64 maxSize) override;
    qint64 writeData(const char* data, qint64 size) override;

private:
    QByteArray m_bytes;
};

} // namespace Patchbay
