// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextEdit>
#include <QUrl>

namespace Patchbay {

/// Where a message is written: plain text, as high as it needs up to a limit, then it scrolls.
/// Files and pictures that are pasted or dropped are told rather than inserted. GUI thread.
class MessageEdit final : public QTextEdit
{
    Q_OBJECT
public:
    explicit MessageEdit(QWidget* parent = nullptr);

    void setMaximumTextHeight(int pixels);
    /// Else Ctrl+Enter sends, and Enter begins a new line.
    void setSendWithEnter(bool on) { m_sendWithEnter = on; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void sendRequested();
    void filesGiven(const QStringList& paths);
    void pictureGiven(const QByteArray& png);
    /// Up at the beginning of an empty field.
    void lastMessageRequested();
    void focusChanged(bool hasFocus);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;

private:
    void updateHeight();

    int m_maximumTextHeight = 240;
    int m_height = 0;
    bool m_sendWithEnter = true;
};

} // namespace Patchbay
