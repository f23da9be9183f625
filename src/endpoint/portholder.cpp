// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/portholder.h"

#include <QDir>
#include <QFile>
#include <QSet>

#include <unistd.h>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// "  0: 0100007F:0BBA 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 12345
// …"
constexpr qsizetype kLocalAddress = 1;
constexpr qsizetype kState = 3;
constexpr qsizetype kInode = 9;

void addListening(const QString& table, quint16 port, QSet<QString>& links)
{
    QFile file(table);
    if (!file.open(QIODevice::ReadOnly))
        return;
    for (const QByteArray& line : file.readAll().split('\n')) {
        const QByteArrayList fields = line.simplified().split(' ');
        if (fields.size() <= kInode || fields[kState] != "0A")
            continue;
        const QByteArray local = fields[kLocalAddress];
        if (local.mid(local.lastIndexOf(':') + 1).toInt(nullptr, 16) == port)
            links.insert(u"socket:["_s + QString::fromLatin1(fields[kInode]) + u']');
    }
}

QString readLink(const QString& file)
{
    QByteArray target(64, '\0');
    const ssize_t size = ::readlink(QFile::encodeName(file).constData(), target.data(),
                                    static_cast<size_t>(target.size()));
    return size < 0 ? QString() : QString::fromLatin1(target.constData(), size);
}

} // namespace

std::optional<PortHolder> portHolder(quint16 port)
{
    QSet<QString> links;
    addListening(u"/proc/net/tcp"_s, port, links);
    addListening(u"/proc/net/tcp6"_s, port, links);
    if (links.isEmpty())
        return std::nullopt;
    for (const QString& process : QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        bool isNumber = false;
        const qint64 id = process.toLongLong(&isNumber);
        if (!isNumber)
            continue;
        const QDir files(u"/proc/"_s + process + u"/fd"_s);
        for (const QString& name : files.entryList(QDir::AllEntries | QDir::System)) {
            if (!links.contains(readLink(files.filePath(name))))
                continue;
            QFile comm(u"/proc/"_s + process + u"/comm"_s);
            const bool isOpen = comm.open(QIODevice::ReadOnly);
            return PortHolder{id, isOpen ? QString::fromUtf8(comm.readAll()).trimmed() : QString()};
        }
    }
    return std::nullopt;
}

} // namespace Patchbay
