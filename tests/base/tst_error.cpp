// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"

#include <QSet>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class ErrorTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sentence_data()
    {
        QTest::addColumn<QString>("cause");
        QTest::addColumn<QString>("nextStep");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("both") << u"It broke"_s << u"Mend it"_s << u"It broke. Mend it."_s;
        QTest::newRow("cause alone") << u"It broke"_s << QString() << u"It broke."_s;
        QTest::newRow("closed already")
            << u"It broke!"_s << u"Mend it?"_s << u"It broke! Mend it?"_s;
        QTest::newRow("chinese") << u"坏了。"_s << u"修好它。"_s << u"坏了。 修好它。"_s;
    }
    void sentence()
    {
        QFETCH(QString, cause);
        QFETCH(QString, nextStep);
        QFETCH(QString, sentence);
        QCOMPARE((Error{ErrorKind::Internal, cause, nextStep, {}, {}, 0}).sentence(), sentence);
    }

    void everyKindHasANameOfItsOwn()
    {
        QSet<QString> names;
        const int last = static_cast<int>(ErrorKind::Internal);
        for (int kind = 0; kind <= last; ++kind)
            names.insert(errorKindName(static_cast<ErrorKind>(kind)));
        QCOMPARE(names.size(), last + 1);
    }

    void printsKindSentenceAndDetail()
    {
        QString text;
        QDebug(&text) << Error{ErrorKind::NotFound, u"Gone"_s, {}, u"id 7"_s, {}, 0};
        QCOMPARE(text.trimmed(), u"not_found: Gone. (id 7)"_s);
    }
};

QTEST_GUILESS_MAIN(ErrorTest)
#include "tst_error.moc"
