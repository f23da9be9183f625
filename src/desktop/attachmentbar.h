// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/contentblock.h"

#include <QWidget>

namespace Patchbay {

/// The attachments of the message that is being written, each a button that the keyboard reaches;
/// Delete or a click removes one. Hidden when there are none. GUI thread.
class AttachmentBar final : public QWidget
{
    Q_OBJECT
public:
    explicit AttachmentBar(QWidget* parent = nullptr);

    [[nodiscard]] const QList<ContentBlock>& attachments() const { return m_attachments; }
    void setAttachments(const QList<ContentBlock>& attachments);

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void rebuild();
    void remove(int index);

    QList<ContentBlock> m_attachments;
};

} // namespace Patchbay
