// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usageexport.h"

#include "desktop/usage/usagechart.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace Patchbay {

namespace {

struct UsageExportText
{
    Q_DECLARE_TR_FUNCTIONS(UsageExportText)
};

constexpr QSize kSize(1200, 600);
constexpr int kMargin = 32;
constexpr int kSwatch = 10;

QFont sized(QFont font, int pixels, bool isBold = false)
{
    font.setPixelSize(pixels);
    font.setWeight(isBold ? QFont::DemiBold : QFont::Normal);
    return font;
}

/// Below which y it ends.
int paintLegend(QPainter& painter, const UsageExport::Picture& picture, int y)
{
    painter.setFont(sized(picture.font, 13));
    const QFontMetrics metrics = painter.fontMetrics();
    int x = kMargin;
    const auto add = [&](const QString& name, const QBrush& brush, bool isLine) {
        const int width = kSwatch + 6 + metrics.horizontalAdvance(name) + 18;
        if (x > kMargin && x + width > kSize.width() - kMargin) {
            x = kMargin;
            y += metrics.height() + 6;
        }
        const int middle = y + metrics.height() / 2;
        if (isLine)
            painter.fillRect(x, middle - 1, kSwatch, 2, brush);
        else
            painter.fillRect(x, middle - kSwatch / 2, kSwatch, kSwatch, brush);
        painter.setPen(picture.palette.color(QPalette::Text));
        painter.drawText(x + kSwatch + 6, y + metrics.ascent(), name);
        x += width;
    };
    for (const ColumnChart::Series& series : picture.chart.series) {
        if (!series.isHidden)
            add(series.name, seriesBrush(series.color, series.isHatched), false);
    }
    if (picture.chart.line && !picture.chart.line->isHidden)
        add(picture.chart.line->name, picture.palette.color(QPalette::Text), true);
    return y + metrics.height();
}

void paint(QPainter& painter, const UsageExport::Picture& picture)
{
    painter.fillRect(QRect(QPoint(0, 0), kSize), picture.palette.color(QPalette::Base));
    painter.setFont(sized(picture.font, 20, true));
    painter.setPen(picture.palette.color(QPalette::Text));
    painter.drawText(QRect(kMargin, 24, kSize.width() - 2 * kMargin, 28), Qt::AlignVCenter,
                     picture.title);
    painter.setFont(sized(picture.font, 13));
    painter.setPen(picture.palette.color(QPalette::PlaceholderText));
    painter.drawText(QRect(kMargin, 54, kSize.width() - 2 * kMargin, 20), Qt::AlignVCenter,
                     picture.subtitle);
    const int top = paintLegend(painter, picture, 88) + 12;
    const QRect rect(0, 0, kSize.width() - 2 * kMargin, kSize.height() - top - 20);
    painter.translate(kMargin, top);
    ColumnChartLayout(picture.chart, rect, sized(picture.font, 12))
        .paint(painter, picture.palette, -1);
}

Result<void> save(const QString& path, const QByteArray& data)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(data) == data.size() && file.commit())
        return {};
    return fail(ErrorKind::StorageUnavailable,
                UsageExportText::tr("“%1” could not be written: %2").arg(path, file.errorString()),
                UsageExportText::tr("Choose another folder or name"));
}

QString field(QString text)
{
    // What a spreadsheet would take for a formula is text.
    static const QString formula = QStringLiteral("=+-@\t\r");
    if (!text.isEmpty() && formula.contains(text.at(0)))
        text.prepend(QLatin1Char('\''));
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) &&
        !text.contains(QLatin1Char('\n')))
        return text;
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
           QLatin1Char('"');
}

QString dollars(qint64 microUsd)
{
    return QString::number(static_cast<double>(microUsd) / 1e6, 'f', 6);
}

QString utc(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate);
}

} // namespace

Result<void> UsageExport::savePng(const QString& path, const Picture& picture)
{
    QImage image(kSize * 2, QImage::Format_RGB32);
    image.setDevicePixelRatio(2);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::TextAntialiasing);
    paint(painter, picture);
    painter.end();
    QByteArray data;
    QBuffer buffer(&data);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return save(path, data);
}

Result<void> UsageExport::saveSvg(const QString& path, const Picture& picture)
{
    QByteArray data;
    QBuffer buffer(&data);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setSize(kSize);
    svg.setViewBox(QRect(QPoint(0, 0), kSize));
    svg.setTitle(picture.title);
    svg.setDescription(picture.subtitle);
    QPainter painter(&svg);
    paint(painter, picture);
    painter.end();
    buffer.close();
    return save(path, data);
}

QByteArray UsageExport::csv(const UsageFacts& facts)
{
    const UsageDimension by = usageDimensionOf(facts.query.by);
    QStringList lines;
    lines.append(QStringLiteral("since,until,%1,requests,errors,input_tokens,output_tokens,"
                                "cache_read_input_tokens,cache_creation_input_tokens,cost_usd,"
                                "plan_usd,estimated,saved_usd")
                     .arg(usageDimensionName(by)));
    for (qsizetype step = 0; step < facts.series.startsMs.size(); ++step) {
        for (const UsageLine& line : facts.series.lines) {
            const UsedSums& sums = line.sums.at(step);
            if (sums.attempts == 0)
                continue;
            const bool isUnknown = sums.unpriced > 0 && sums.costMicroUsd == 0;
            lines.append(QStringList{
                utc(facts.series.startsMs.at(step)), utc(facts.series.endMs(step)),
                field(line.name), QString::number(sums.requests), QString::number(sums.errors),
                QString::number(sums.input), QString::number(sums.output),
                QString::number(sums.cacheRead), QString::number(sums.cacheWrite),
                isUnknown ? QString() : dollars(sums.paidMicroUsd()), dollars(sums.planMicroUsd),
                sums.estimated > 0 ? QStringLiteral("true") : QStringLiteral("false"),
                dollars(sums.savedMicroUsd)}
                             .join(QLatin1Char(',')));
        }
    }
    return (lines.join(QStringLiteral("\r\n")) + QStringLiteral("\r\n")).toUtf8();
}

Result<void> UsageExport::saveCsv(const QString& path, const UsageFacts& facts)
{
    return save(path, csv(facts));
}

} // namespace Patchbay
