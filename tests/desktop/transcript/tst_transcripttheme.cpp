// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/transcripttheme.h"

#include <QGuiApplication>
#include <QTest>

using namespace Patchbay;

class TranscriptThemeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textCanBeRead_data();
    void textCanBeRead();
};

void TranscriptThemeTest::textCanBeRead_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("behind");
    for (const bool dark : {false, true}) {
        const TranscriptTheme t = dark ? TranscriptTheme::dark() : TranscriptTheme::light();
        const char* name = dark ? "dark" : "light";
        const QColor grounds[] = {t.background, t.userBubble, t.codeBackground,
                                  t.selection,  t.match,      t.currentMatch};
        for (size_t i = 0; i < std::size(grounds); ++i)
            QTest::addRow("%s text on %zu", name, i) << t.text << grounds[i];
        QTest::addRow("%s dim", name) << t.dim << t.background;
        QTest::addRow("%s dim on code", name) << t.dim << t.codeBackground;
        QTest::addRow("%s link", name) << t.accent << t.background;
        QTest::addRow("%s bad", name) << t.bad << t.background;
        QTest::addRow("%s tick", name) << t.onAccent << t.accent;
        const QColor code[] = {t.keyword, t.type,     t.string,      t.number,
                               t.comment, t.function, t.preprocessor};
        for (size_t i = 0; i < std::size(code); ++i)
            QTest::addRow("%s code %zu", name, i) << code[i] << t.codeBackground;
    }
}

void TranscriptThemeTest::textCanBeRead()
{
    QFETCH(QColor, text);
    QFETCH(QColor, behind);
    QVERIFY2(contrastRatio(text, behind) >= 4.5,
             qPrintable(QString::number(contrastRatio(text, behind))));
}

QTEST_MAIN(TranscriptThemeTest)
#include "tst_transcripttheme.moc"
