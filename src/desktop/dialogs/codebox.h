// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace Patchbay {

/// Text to be pasted elsewhere, as high as its lines, with a button that copies it. GUI thread.
class CodeBox final : public QWidget
{
    Q_OBJECT
public:
    /// `name`: what it is, for those who hear it.
    CodeBox(const QString& name, const QString& objectName, QWidget* parent = nullptr);

    void setText(const QString& text);
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton* copyButton() const { return m_copy; }

private:
    void copy();

    QPlainTextEdit* m_text = nullptr;
    QPushButton* m_copy = nullptr;
};

} // namespace Patchbay
