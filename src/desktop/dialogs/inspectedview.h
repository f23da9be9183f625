// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QCheckBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace Patchbay {

/// A message of a recorded request, or two, as text to read and copy. GUI thread.
class InspectedView final : public QWidget
{
    Q_OBJECT
public:
    /// What it shows. A value.
    struct Content
    {
        QString size; // in words
        QString text; // all of it
        QString body; // empty: there is none to copy
    };

    /// `name`: what it is, for those who hear it.
    InspectedView(const QString& name, const QString& objectName, QWidget* parent = nullptr);

    /// `isSame`: of the same request as before, which may have grown: what is read stays in place.
    void show(const Content& content, bool isSame);
    [[nodiscard]] bool isPretty() const;
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void prettyChanged(bool pretty);

private:
    [[nodiscard]] QPushButton* copyButton(const QString& text, const QString& objectName,
                                          QString Content::* what);

    QLabel* m_size = nullptr;
    QCheckBox* m_pretty = nullptr;
    QPushButton* m_copyBody = nullptr;
    QPlainTextEdit* m_text = nullptr;
    Content m_content;
};

} // namespace Patchbay
