// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/usage/usageexport.h"

#include <QObject>

#include <functional>
#include <optional>

class QToolButton;
class QWidget;

namespace Patchbay {

/// The menu `Save` of the usage page: picture, drawing and table as files. GUI thread.
class UsageSaver final : public QObject
{
    Q_OBJECT
public:
    /// What is to be saved, as it is when a file was chosen.
    struct Sources
    {
        std::function<UsageExport::Picture()> picture;
        std::function<const UsageFacts*()> facts; // null: nothing was read yet
    };
    UsageSaver(QWidget& page, Sources sources);

    [[nodiscard]] QToolButton* button() const { return m_button; }
    enum class Form { Png, Svg, Csv };
    /// Without asking for the name.
    [[nodiscard]] Result<void> save(Form form, const QString& path) const;

Q_SIGNALS:
    void copyRequested();
    /// How it went, in words.
    void told(const QString& text);

private:
    void choose(Form form);

    QWidget& m_page;
    Sources m_sources;
    QToolButton* m_button = nullptr;
};

} // namespace Patchbay
