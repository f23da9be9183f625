// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/windowstate.h"

namespace Patchbay {

using namespace Qt::StringLiterals;

WindowState::WindowState(const QString& file)
    : m_file(file, QSettings::IniFormat)
{
}

QByteArray WindowState::geometry() const
{
    return m_file.value(u"window/geometry"_s).toByteArray();
}

void WindowState::setGeometry(const QByteArray& geometry)
{
    m_file.setValue(u"window/geometry"_s, geometry);
}

QByteArray WindowState::splitter() const
{
    return m_file.value(u"window/splitter"_s).toByteArray();
}

void WindowState::setSplitter(const QByteArray& splitter)
{
    m_file.setValue(u"window/splitter"_s, splitter);
}

ConversationId WindowState::conversation() const
{
    return {m_file.value(u"window/conversation"_s).toString()};
}

void WindowState::setConversation(const ConversationId& id)
{
    m_file.setValue(u"window/conversation"_s, id.value);
}

bool WindowState::usesDemo() const
{
    return m_file.value(u"window/demo"_s).toBool();
}

void WindowState::setUsesDemo(bool on)
{
    m_file.setValue(u"window/demo"_s, on);
}

} // namespace Patchbay
