// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/translation.h"

#include "base/paths.h"
#include "base/settings.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace Patchbay {

Translation::Translation(const QString& language)
{
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    if (!language.isEmpty())
        QLocale::setDefault(locale);
    // English has a catalogue too, of its plurals.
    if (m_ours.load(locale, QStringLiteral("patchbay"), QStringLiteral("_"),
                    QStringLiteral(":/i18n")) ||
        m_ours.load(QStringLiteral(":/i18n/patchbay_en")))
        QCoreApplication::installTranslator(&m_ours);
    if (m_qt.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
}

Translation::~Translation()
{
    QCoreApplication::removeTranslator(&m_ours);
    QCoreApplication::removeTranslator(&m_qt);
}

QString languageOf(const QStringList& arguments, const Environment& environment)
{
    // Before the real parsing, whose help texts already need the language.
    const QString flag = QStringLiteral("--language");
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        if (arguments[i] == flag && i + 1 < arguments.size())
            return arguments[i + 1];
        if (arguments[i].startsWith(flag + u'='))
            return arguments[i].mid(flag.size() + 1);
    }
    return Settings(Paths::from(environment).settingsFile()).text(SettingKey::Language);
}

} // namespace Patchbay
