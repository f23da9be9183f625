// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

#include <functional>

class QBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace Patchbay {

/// One sentence with what can be done about it beside it, in the flow of the window: never in the
/// way of what a person does. GUI thread.
class NoticeBar final : public QFrame
{
    Q_OBJECT
public:
    struct Action
    {
        QString text;
        QString objectName;
        std::function<void()> run; // after which the bar hides
    };

    explicit NoticeBar(QWidget* parent = nullptr);

    /// Shows a sentence in place of what was there. `hideAfterMs` 0: until it is closed.
    void tell(const QString& text, const QList<Action>& actions = {}, int hideAfterMs = 0);
    void clear();
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void closed();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    QLabel* m_text = nullptr;
    QBoxLayout* m_body = nullptr; // the text, and beside it or below what can be done
    QBoxLayout* m_actions = nullptr;
    QTimer m_hide;
};

} // namespace Patchbay
