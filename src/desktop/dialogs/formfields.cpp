// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/formfields.h"

#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QStyle>

namespace Patchbay::FormFields {

QLineEdit* line(const QString& accessibleName, const QString& objectName,
                const QString& placeholder)
{
    auto* edit = new QLineEdit;
    edit->setAccessibleName(accessibleName);
    edit->setObjectName(objectName);
    edit->setPlaceholderText(placeholder);
    edit->setMaximumWidth(fieldWidth);
    return edit;
}

QSpinBox* number(const QString& accessibleName, const QString& objectName, int from, int to)
{
    auto* box = new QSpinBox;
    box->setAccessibleName(accessibleName);
    box->setObjectName(objectName);
    box->setRange(from, to);
    box->setMaximumWidth(110);
    return box;
}

QLabel* fault(const QString& objectName)
{
    auto* label = new QLabel;
    label->setObjectName(objectName);
    label->setProperty("error", true);
    label->setWordWrap(true);
    label->hide();
    return label;
}

void say(QLabel* notice, const QString& text, bool isError)
{
    notice->setProperty("error", isError);
    notice->setProperty("hint", !isError);
    notice->style()->unpolish(notice);
    notice->style()->polish(notice);
    notice->setText(text);
    notice->setAccessibleName(text);
}

bool tell(QLabel* fault, QLineEdit* field, const Result<void>& checked)
{
    fault->setVisible(!checked);
    fault->setText(checked ? QString() : checked.error().sentence());
    field->setAccessibleDescription(fault->text());
    return checked.has_value();
}

} // namespace Patchbay::FormFields
