// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/listening.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QSaveFile>

namespace Patchbay {

namespace {

struct ListeningText
{
    Q_DECLARE_TR_FUNCTIONS(ListeningText)
};

} // namespace

Result<ListenAddress> parseListenAddress(const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    ListenAddress address{text.left(colon), 0};
    if (address.host.startsWith(u'[') && address.host.endsWith(u']'))
        address.host = address.host.mid(1, address.host.size() - 2);
    bool isPort = false;
    address.port = text.mid(colon + 1).toUShort(&isPort);
    if (colon >= 0 && isPort && !QHostAddress(address.host).isNull())
        return address;
    return fail(ErrorKind::InvalidInput,
                ListeningText::tr("“%1” is not an address and a port").arg(text),
                ListeningText::tr("Use for example --listen 127.0.0.1:0"));
}

Result<void> writePortFile(const QString& path, quint16 port)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(QByteArray::number(port) + '\n') > 0 &&
        file.commit())
        return {};
    return fail(ErrorKind::InvalidInput,
                ListeningText::tr("The file %1 cannot be written").arg(path),
                ListeningText::tr("Check that its folder is there and yours"), file.errorString());
}

} // namespace Patchbay
