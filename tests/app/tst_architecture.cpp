// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace {

const QString kRoot = QStringLiteral(PATCHBAY_SOURCE);

struct Source
{
    QString path; // below the root
    QString text;
};

QList<Source> sources(const QString& folder)
{
    QList<Source> found;
    QDirIterator files(kRoot + u'/' + folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")},
                       QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            found.append(
                {file.fileName().mid(kRoot.size() + 1), QString::fromUtf8(file.readAll())});
    }
    return found;
}

// The rooms that a room may include, directly or through those.
const QMap<QString, QStringList>& arrows()
{
    static const QMap<QString, QStringList> table{
        {QStringLiteral("base"), {}},
        {QStringLiteral("claude"), {QStringLiteral("base")}},
        {QStringLiteral("vault"), {QStringLiteral("base")}},
        {QStringLiteral("storage"), {QStringLiteral("base")}},
        {QStringLiteral("simulator"), {QStringLiteral("claude")}},
        {QStringLiteral("accounts"),
         {QStringLiteral("claude"), QStringLiteral("vault"), QStringLiteral("storage")}},
        {QStringLiteral("clients"), {QStringLiteral("storage")}},
        {QStringLiteral("usage"),
         {QStringLiteral("claude"), QStringLiteral("storage"), QStringLiteral("accounts")}},
        {QStringLiteral("pool"),
         {QStringLiteral("accounts"), QStringLiteral("clients"), QStringLiteral("usage")}},
        {QStringLiteral("chats"), {QStringLiteral("pool"), QStringLiteral("storage")}},
        {QStringLiteral("reports"), {QStringLiteral("chats")}},
        {QStringLiteral("endpoint"), {QStringLiteral("pool"), QStringLiteral("reports")}},
        {QStringLiteral("core"), {QStringLiteral("endpoint"), QStringLiteral("simulator")}},
        {QStringLiteral("cli"), {QStringLiteral("core"), QStringLiteral("reports")}},
        {QStringLiteral("desktop"), {QStringLiteral("core"), QStringLiteral("reports")}},
        {QStringLiteral("app"), {QStringLiteral("cli"), QStringLiteral("desktop")}},
    };
    return table;
}

bool reaches(const QString& from, const QString& to)
{
    if (from == to)
        return true;
    const QStringList next = arrows().value(from);
    return std::any_of(next.begin(), next.end(),
                       [&](const QString& room) { return reaches(room, to); });
}

QString listed(const QStringList& faults)
{
    return u'\n' + faults.join(u'\n');
}

} // namespace

class ArchitectureTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roomsIncludeOnlyAlongTheArrows();
    void onlyTheDesktopKnowsWidgets();
    void nothingBannedIsUsed_data();
    void nothingBannedIsUsed();
    void filesStaySmall();
    void everyFileNamesItsLicence();
    void translationContextsAreFoundByLupdate();
};

void ArchitectureTest::roomsIncludeOnlyAlongTheArrows()
{
    static const QRegularExpression include(QStringLiteral("#include \"([a-z]+)/"));
    QStringList faults;
    int includes = 0;
    for (const Source& source : sources(QStringLiteral("src"))) {
        const QString room = source.path.section(u'/', 1, 1);
        auto matches = include.globalMatch(source.text);
        while (matches.hasNext()) {
            const QString other = matches.next().captured(1);
            ++includes;
            if (!arrows().contains(other) || !reaches(room, other))
                faults.append(QStringLiteral("%1 includes %2/").arg(source.path, other));
        }
    }
    QVERIFY(includes > 100);
    QVERIFY2(faults.isEmpty(), qPrintable(listed(faults)));
}

void ArchitectureTest::onlyTheDesktopKnowsWidgets()
{
    static const QRegularExpression widgets(QStringLiteral(
        "#include <(QWidget|QApplication|QMessageBox|QDialog|QAbstractScrollArea|QPainter)>"));
    QStringList faults;
    for (const Source& source : sources(QStringLiteral("src"))) {
        const bool allowed = source.path.startsWith(QLatin1String("src/desktop/")) ||
                             source.path == QLatin1String("src/app/patchbay.cpp");
        if (!allowed && source.text.contains(widgets))
            faults.append(source.path);
    }
    QVERIFY2(faults.isEmpty(), qPrintable(listed(faults)));
}

void ArchitectureTest::nothingBannedIsUsed_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::newRow("nested loops") << QStringLiteral("QEventLoop\\b|processEvents\\(");
    QTest::newRow("blocking waits")
        << QStringLiteral("\\bwaitFor[A-Z]\\w*\\(|QThread::m?sleep|BlockingQueuedConnection");
    QTest::newRow("untyped connections")
        << QStringLiteral("\\bSIGNAL\\(|\\bSLOT\\(|\\bsender\\(\\)");
    QTest::newRow("unowned debug output") << QStringLiteral("\\bq(Debug|Info|Warning|Critical)\\(");
    QTest::newRow("open ends") << QStringLiteral("TODO|FIXME|XXX|HACK");
    QTest::newRow("terminated threads") << QStringLiteral("->terminate\\(\\)");
}

void ArchitectureTest::nothingBannedIsUsed()
{
    QFETCH(QString, pattern);
    const QRegularExpression banned(pattern);
    QVERIFY(banned.isValid());
    QStringList faults;
    for (const Source& source : sources(QStringLiteral("src"))) {
        // It is the loop of its thread.
        if (source.path.startsWith(QLatin1String("src/base/epolldispatcher.")) &&
            pattern.startsWith(QLatin1String("QEventLoop")))
            continue;
        const QStringList lines = source.text.split(u'\n');
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (lines[i].contains(banned))
                faults.append(
                    QStringLiteral("%1:%2: %3").arg(source.path).arg(i + 1).arg(lines[i]));
        }
    }
    QVERIFY2(faults.isEmpty(), qPrintable(listed(faults)));
}

void ArchitectureTest::filesStaySmall()
{
    QStringList faults;
    for (const Source& source : sources(QStringLiteral("src")) + sources(QStringLiteral("tests"))) {
        const qsizetype count = source.text.count(u'\n');
        const qsizetype limit = source.path.endsWith(QLatin1String(".h")) ? 300 : 600;
        if (count > limit)
            faults.append(
                QStringLiteral("%1: %2 lines, at most %3").arg(source.path).arg(count).arg(limit));
    }
    QVERIFY2(faults.isEmpty(), qPrintable(listed(faults)));
}

void ArchitectureTest::everyFileNamesItsLicence()
{
    QStringList faults;
    for (const Source& source : sources(QStringLiteral("src")) + sources(QStringLiteral("tests"))) {
        if (!source.text.startsWith(
                QLatin1String("// SPDX-License-Identifier: GPL-3.0-or-later\n")))
            faults.append(source.path);
    }
    QVERIFY2(faults.isEmpty(), qPrintable(listed(faults)));
}

// lupdate takes a class's name for the context of Class::tr() in some places and the declared one
// in others: only equal names translate everywhere.
void ArchitectureTest::translationContextsAreFoundByLupdate()
{
    static const QRegularExpression declared(QStringLiteral(
        "(?:struct|class)\\s+(\\w+)[^;{]*\\{\\s*Q_DECLARE_TR_FUNCTIONS\\((\\w+)\\)"));
    QStringList faults;
    for (const Source& source : sources(QStringLiteral("src"))) {
        auto matches = declared.globalMatch(source.text);
        while (matches.hasNext()) {
            const auto match = matches.next();
            if (match.captured(1) != match.captured(2))
                faults.append(source.path + QStringLiteral(": ") + match.captured(0).simplified());
        }
    }
    QVERIFY2(faults.isEmpty(), qPrintable(listed(faults)));
}

QTEST_GUILESS_MAIN(ArchitectureTest)
#include "tst_architecture.moc"
