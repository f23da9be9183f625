// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usagesaver.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QToolButton>

namespace Patchbay {

UsageSaver::UsageSaver(QWidget& page, Sources sources)
    : QObject(&page)
    , m_page(page)
    , m_sources(std::move(sources))
    , m_button(new QToolButton)
{
    m_button->setText(tr("Save"));
    m_button->setObjectName(QStringLiteral("saveUsage"));
    m_button->setAccessibleName(tr("Save usage"));
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setProperty("chip", true);
    m_button->setProperty("menu", true);
    auto* menu = new QMenu(m_button);
    const auto add = [&](const QString& text, Form form) {
        connect(menu->addAction(text), &QAction::triggered, this, [this, form] { choose(form); });
    };
    add(tr("Chart as a picture (PNG)…"), Form::Png);
    add(tr("Chart as a drawing (SVG)…"), Form::Svg);
    add(tr("Figures as a table (CSV)…"), Form::Csv);
    menu->addSeparator();
    connect(menu->addAction(tr("Copy the table")), &QAction::triggered, this,
            &UsageSaver::copyRequested);
    m_button->setMenu(menu);
}

Result<void> UsageSaver::save(Form form, const QString& path) const
{
    const UsageFacts* facts = m_sources.facts();
    if (!facts)
        return fail(ErrorKind::NotFound, tr("Nothing was read yet"), tr("Try again in a moment"));
    switch (form) {
    case Form::Png:
        return UsageExport::savePng(path, m_sources.picture());
    case Form::Svg:
        return UsageExport::saveSvg(path, m_sources.picture());
    case Form::Csv:
        return UsageExport::saveCsv(path, *facts);
    }
    Q_UNREACHABLE();
}

void UsageSaver::choose(Form form)
{
    const UsageFacts* facts = m_sources.facts();
    if (!facts)
        return;
    const QString suffix = form == Form::Png   ? QStringLiteral("png")
                           : form == Form::Svg ? QStringLiteral("svg")
                                               : QStringLiteral("csv");
    const UsagePeriod& period = facts->query.period;
    auto* dialog = new QFileDialog(&m_page, tr("Save usage"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    dialog->setDirectory(QDir::home());
    dialog->selectFile(QStringLiteral("patchbay-usage-%1-%2.%3")
                           .arg(period.first().toString(Qt::ISODate),
                                period.last().toString(Qt::ISODate), suffix));
    connect(dialog, &QFileDialog::fileSelected, this, [this, form](const QString& path) {
        const auto saved = save(form, path);
        Q_EMIT told(saved ? tr("Saved as %1").arg(QFileInfo(path).fileName())
                          : saved.error().sentence());
    });
    dialog->open();
}

} // namespace Patchbay
