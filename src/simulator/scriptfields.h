// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <QSet>

#include <cmath>
#include <optional>

namespace Patchbay {

struct ScriptText
{
    Q_DECLARE_TR_FUNCTIONS(ScriptText)
};

/// Takes the fields of one object by name; the first thing wrong is kept, with its place, and what
/// was not asked for is wrong as well.
class FieldReader final
{
public:
    FieldReader(QJsonObject object, QString place)
        : m_object(std::move(object))
        , m_place(std::move(place))
    {
    }

    [[nodiscard]] QJsonValue value(const QString& name)
    {
        m_known.insert(name);
        return m_object.value(name);
    }
    [[nodiscard]] QString placeOf(const QString& name) const
    {
        return m_place.isEmpty() ? name : m_place + u'.' + name;
    }

    void wrong(const QString& name, const QString& wanted)
    {
        if (m_error)
            return;
        m_error =
            Error{ErrorKind::InvalidInput,
                  ScriptText::tr("The script is wrong at %1")
                      .arg(placeOf(name).isEmpty() ? ScriptText::tr("the script") : placeOf(name)),
                  wanted,
                  {},
                  {},
                  0};
    }

    void read(const QString& name, QString& text)
    {
        const QJsonValue field = value(name);
        if (field.isString())
            text = field.toString();
        else if (!field.isUndefined())
            wrong(name, ScriptText::tr("Write a text there"));
    }
    template <class Number>
    void read(const QString& name, Number& number, double least)
    {
        const QJsonValue field = value(name);
        if (field.isUndefined())
            return;
        constexpr double kMost = sizeof(Number) > sizeof(int) ? 9e15 : 2e9;
        const double read = field.toDouble(least - 1);
        const bool fits = std::is_floating_point_v<Number> || std::floor(read) == read;
        if (read < least || read > kMost || !fits)
            wrong(name, ScriptText::tr("Write a number from %1 on there").arg(least));
        else
            number = static_cast<Number>(read);
    }
    void read(const QString& name, bool& flag)
    {
        const QJsonValue field = value(name);
        if (field.isBool())
            flag = field.toBool();
        else if (!field.isUndefined())
            wrong(name, ScriptText::tr("Write true or false there"));
    }

    [[nodiscard]] Result<void> finish()
    {
        for (auto field = m_object.begin(); field != m_object.end(); ++field) {
            if (!m_known.contains(field.key()))
                wrong(field.key(), ScriptText::tr("There is no such field; check its spelling"));
        }
        if (m_error)
            return Failure(*m_error);
        return {};
    }

private:
    QJsonObject m_object;
    QString m_place;
    QSet<QString> m_known;
    std::optional<Error> m_error;
};

} // namespace Patchbay
