// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/endpointservice.h"
#include "corefixture.h"
#include "desktop/dialogs/inspectordialog.h"
#include "desktop/dialogs/inspectortext.h"
#include "endpoint/inspector/requestinspector.h"
#include "rawclient.h"
#include "upstream.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTreeView>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 30'000;

// Made up, of the form that tokens of clients have.
QByteArray token()
{
    return "pb-test-token-of-the-client-that-is-looked-at-";
}

} // namespace

class InspectorDialogTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void saysWhatToDo();
    void showsRequestsAsTheyCome();
    void showsAStreamGrow();
    void filters();
    void pausesClearsAndCounts();
    void copiesWhatItShows();
    void aCopiedCommandDoesTheSame();
    void formatsJsonAsItStands();
    void showsLargeBodies();

private:
    [[nodiscard]] QByteArray post(const QByteArray& path, const QByteArray& body,
                                  const QByteArray& key = token()) const;
    [[nodiscard]] int ask(const QByteArray& request) const;
    [[nodiscard]] bool haveRows(int count);
    [[nodiscard]] QString cell(int row, int column) const
    {
        return list()->model()->index(row, column).data().toString();
    }
    [[nodiscard]] QTreeView* list() const
    {
        return named<QTreeView>(*m_dialog, "recordedRequests");
    }
    [[nodiscard]] QString text(const char* name) const
    {
        return named<QPlainTextEdit>(*m_dialog, name)->toPlainText();
    }
    [[nodiscard]] QString label(const char* name) const
    {
        return named<QLabel>(*m_dialog, name)->text();
    }
    void click(const char* name) const
    {
        QTest::mouseClick(named<QPushButton>(*m_dialog, name), Qt::LeftButton);
    }
    void record() const
    {
        auto* box = named<QCheckBox>(*m_dialog, "recordRequests");
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
    }

    std::unique_ptr<Upstream> m_upstream;
    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<InspectorDialog> m_dialog;
    QTcpSocket* m_peer = nullptr;
    bool m_isHeld = false; // the stream stops after its first words
};

void InspectorDialogTest::init()
{
    m_isHeld = false;
    m_upstream = std::make_unique<Upstream>([this](QTcpSocket& socket, const UpstreamRequest& got) {
        m_peer = &socket;
        if (got.body.contains("\"stream\":true"))
            socket.write(Answers::streamHead() +
                         Answers::chunk(Answers::messageStart(5) + Answers::blockStart() +
                                        Answers::textDelta("Hel")) +
                         (m_isHeld ? QByteArray()
                                   : Answers::chunk(Answers::messageEnd(2)) + Answers::chunk({})));
        else
            socket.write(Answers::error(400, "invalid_request_error"));
    });
    m_fixture = std::make_unique<CoreFixture>();
    m_fixture->set(u"CLAUDE_API_KEY"_s, u"sk-ant-test-1"_s);
    m_fixture->set(u"ANTHROPIC_BASE_URL"_s, m_upstream->baseUrl().toString());
    m_fixture->set(u"PATCHBAY_TOKEN"_s, QString::fromLatin1(token()));
    m_fixture->open();
    EndpointOptions options;
    options.port = 0;
    const auto started =
        m_fixture->core().endpoint().start(options, EndpointService::OwnToken::Environment);
    QVERIFY2(started, started ? "" : qPrintable(started.error().sentence()));
    m_dialog = std::make_unique<InspectorDialog>(m_fixture->core());
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
}

void InspectorDialogTest::cleanup()
{
    m_dialog.reset();
    m_fixture.reset();
    m_upstream.reset();
}

QByteArray InspectorDialogTest::post(const QByteArray& path, const QByteArray& body,
                                     const QByteArray& key) const
{
    return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" +
           QByteArray::number(m_fixture->core().endpoint().port()) + "\r\nx-api-key: " + key +
           "\r\nContent-Type: application/json\r\nContent-Length: " +
           QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

int InspectorDialogTest::ask(const QByteArray& request) const
{
    RawClient client(m_fixture->core().endpoint().port());
    client.send(request);
    return client.answer().status;
}

bool InspectorDialogTest::haveRows(int count)
{
    return QTest::qWaitFor([&] { return list()->model()->rowCount() == count; }, kPatience);
}

namespace {

QByteArray streamBody()
{
    return R"({"model":"claude-sonnet-5-5","max_tokens":9,"stream":true,)"
           R"("messages":[{"role":"user","content":"Hi"}]})";
}

QByteArray wholeBody()
{
    return "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"zeta\":1,\"alpha\":[],"
           "\"messages\":[{\"role\":\"user\",\"content\":\"It\'s {\\\"odd\\\"}\"}]}";
}

} // namespace

void InspectorDialogTest::saysWhatToDo()
{
    RequestInspector& inspector = m_fixture->core().endpoint().inspector();
    QVERIFY(!inspector.isOn());
    QVERIFY(label("inspectorEmpty").contains(m_fixture->core().endpoint().address()));
    QVERIFY(!named<QPushButton>(*m_dialog, "pauseRecording")->isEnabled());
    QCOMPARE(ask(post("/v1/messages", streamBody())), 200);
    record();
    QVERIFY(inspector.isOn());
    QVERIFY(label("inspectorEmpty").startsWith(u"Waiting"_s));
    QCOMPARE(ask(post("/v1/messages", streamBody())), 200);
    QVERIFY(haveRows(1));
    // Switched off, all of it is gone.
    record();
    QVERIFY(!inspector.isOn());
    QVERIFY(haveRows(0));
    QVERIFY(inspector.requests().isEmpty());
    QVERIFY(label("inspectorEmpty").startsWith(u"Nothing is recorded"_s));
    m_fixture->core().endpoint().stop();
    QVERIFY(label("inspectorEmpty").contains(u"off"_s));
}

void InspectorDialogTest::showsRequestsAsTheyCome()
{
    record();
    QCOMPARE(ask(post("/v1/messages?beta=true", streamBody())), 200);
    QVERIFY(haveRows(1));
    QVERIFY(QTest::qWaitFor([&] { return cell(0, 3) == u"200"_s; }, kPatience));
    QCOMPARE(cell(0, 1), u"env"_s);
    QCOMPARE(cell(0, 2), u"POST /v1/messages"_s);
    // The first one is chosen.
    QVERIFY(QTest::qWaitFor([&] { return text("inspectedAnswer").contains(u"message_stop"_s); },
                            kPatience));
    QVERIFY(text("inspectedRequest").startsWith(u"POST /v1/messages?beta=true HTTP/1.1\n"_s));
    QVERIFY(text("inspectedRequest").contains(u"x-api-key: [redacted]"_s));
    QVERIFY(text("inspectedRequest").contains(QString::fromLatin1(streamBody())));
    QVERIFY(text("inspectedUpstream").contains(u"user-agent: patchbay/"_s));
    QVERIFY(label("inspectedAttempts").contains(u"env"_s));
    QVERIFY(label("inspectedTokens").startsWith(u"5 in"_s));

    QCOMPARE(ask(post("/v1/messages", wholeBody())), 400);
    QCOMPARE(ask(post("/v1/messages", wholeBody(), "sk-ant-test-wrong")), 401);
    QVERIFY(haveRows(3));
    QVERIFY(QTest::qWaitFor([&] { return cell(0, 3) == u"401"_s && cell(1, 3) == u"400"_s; },
                            kPatience));
    // What is read stays, and keys go to the others.
    QCOMPARE(list()->currentIndex().row(), 2);
    list()->setFocus();
    QTest::keyClick(list(), Qt::Key_Up);
    QVERIFY(QTest::qWaitFor(
        [&] { return text("inspectedAnswer").contains(u"invalid_request_error"_s); }, kPatience));
    QVERIFY(!label("inspectedError").isEmpty());
    QTest::keyClick(list(), Qt::Key_Home);
    QVERIFY(QTest::qWaitFor(
        [&] { return text("inspectedAnswer").contains(u"authentication_error"_s); }, kPatience));
    QVERIFY(text("inspectedUpstream").contains(u"did not go to a provider"_s));
    // The tabs by keys.
    auto* tabs = named<QTabWidget>(*m_dialog, "inspectedTabs");
    tabs->setFocus();
    QTest::keyClick(tabs->focusWidget() ? tabs->focusWidget() : tabs, Qt::Key_Right);
    QCOMPARE(tabs->currentIndex(), 1);
}

void InspectorDialogTest::showsAStreamGrow()
{
    m_isHeld = true;
    record();
    RawClient client(m_fixture->core().endpoint().port());
    client.send(post("/v1/messages", streamBody()));
    QVERIFY(haveRows(1));
    QVERIFY(QTest::qWaitFor([&] { return text("inspectedAnswer").contains(u"Hel"_s); }, kPatience));
    QCOMPARE(cell(0, 3), u"under way"_s);
    auto* view = named<QPlainTextEdit>(*m_dialog, "inspectedAnswer");
    QTextCursor mark = view->textCursor();
    mark.setPosition(3);
    mark.setPosition(9, QTextCursor::KeepAnchor);
    view->setTextCursor(mark);
    m_peer->write(Answers::chunk(Answers::textDelta("lo there")));
    QVERIFY(QTest::qWaitFor([&] { return text("inspectedAnswer").contains(u"lo there"_s); },
                            kPatience));
    // What was marked still is.
    QCOMPARE(view->textCursor().selectionStart(), 3);
    QCOMPARE(view->textCursor().selectionEnd(), 9);
    m_peer->write(Answers::chunk(Answers::messageEnd(2)) + Answers::chunk({}));
    QVERIFY(QTest::qWaitFor([&] { return cell(0, 3) == u"200"_s; }, kPatience));
    QCOMPARE(client.answer().status, 200);
}

void InspectorDialogTest::filters()
{
    record();
    QCOMPARE(ask(post("/v1/messages", streamBody())), 200);
    QCOMPARE(ask(post("/v1/chat/completions", "{}")), 400);
    QCOMPARE(ask(post("/v1/messages", wholeBody(), "sk-ant-test-wrong")), 401);
    QVERIFY(haveRows(3));
    QVERIFY(QTest::qWaitFor([&] { return cell(0, 3) == u"401"_s; }, kPatience));
    QCOMPARE(cell(1, 2), u"POST /v1/chat/completions"_s);
    auto* kind = named<QComboBox>(*m_dialog, "filterStatus");
    kind->setFocus();
    QTest::keyClick(kind, Qt::Key_Down);
    QVERIFY(haveRows(1));
    QCOMPARE(cell(0, 3), u"200"_s);
    QTest::keyClick(kind, Qt::Key_Down);
    QVERIFY(haveRows(2));
    QTest::keyClick(kind, Qt::Key_Home);
    QVERIFY(haveRows(3));
    QTest::keySequence(m_dialog.get(), QKeySequence::Find);
    auto* words = named<QLineEdit>(*m_dialog, "filterRequests");
    QVERIFY(words->hasFocus());
    QTest::keyClicks(words, u"COMPLETIONS"_s);
    QVERIFY(haveRows(1));
    words->clear();
    auto* client = named<QComboBox>(*m_dialog, "filterClient");
    QCOMPARE(client->count(), 2);
    client->setFocus();
    QTest::keyClick(client, Qt::Key_Down);
    QVERIFY(haveRows(2));
    QCOMPARE(cell(0, 1), u"env"_s);
    // It stays while requests go.
    click("clearRequests");
    QVERIFY(haveRows(0));
    QCOMPARE(client->currentText(), u"env"_s);
}

void InspectorDialogTest::pausesClearsAndCounts()
{
    RequestInspector& inspector = m_fixture->core().endpoint().inspector();
    record();
    QCOMPARE(ask(post("/v1/messages", streamBody())), 200);
    QVERIFY(haveRows(1));
    click("pauseRecording");
    QVERIFY(inspector.isPaused());
    QCOMPARE(ask(post("/v1/messages", streamBody())), 200);
    click("pauseRecording");
    QVERIFY(!inspector.isPaused());
    for (int i = 0; i < 6; ++i)
        QCOMPARE(ask(post("/v1/messages", streamBody())), 200);
    QVERIFY(haveRows(7));
    QVERIFY(label("inspectorSum").startsWith(u"7 "_s));
    auto* count = named<QSpinBox>(*m_dialog, "requestsToKeep");
    count->setFocus();
    count->selectAll();
    QTest::keyClicks(count, u"5"_s);
    QTest::keyClick(count, Qt::Key_Tab);
    QVERIFY(haveRows(5));
    QCOMPARE(m_fixture->core().settings().number(SettingKey::InspectorRequests), 5);
    click("clearRequests");
    QVERIFY(haveRows(0));
    QVERIFY(inspector.isOn());
    QVERIFY(label("inspectorEmpty").startsWith(u"Waiting"_s));
    QVERIFY(!named<QPushButton>(*m_dialog, "copyAsCurl")->isEnabled());
}

void InspectorDialogTest::copiesWhatItShows()
{
    record();
    QCOMPARE(ask(post("/v1/messages", wholeBody())), 400);
    QVERIFY(haveRows(1));
    QVERIFY(QTest::qWaitFor([&] { return text("inspectedAnswer").contains(u"request-id"_s); },
                            kPatience));
    const QClipboard& clipboard = *QGuiApplication::clipboard();
    click("inspectedRequestCopyBody");
    QCOMPARE(clipboard.text(), QString::fromLatin1(wholeBody()));
    click("inspectedRequestCopyAll");
    QCOMPARE(clipboard.text(), text("inspectedRequest"));
    auto* pretty = named<QCheckBox>(*m_dialog, "inspectedRequestPretty");
    pretty->setFocus();
    QTest::keyClick(pretty, Qt::Key_Space);
    QVERIFY(text("inspectedRequest").contains(u"\n  \"zeta\": 1,\n  \"alpha\": [],\n"_s));
    click("copyAsCurl");
    const QString command = clipboard.text();
    QVERIFY(command.startsWith(u"curl "_s));
    QVERIFY(command.contains(u"$PATCHBAY_TOKEN"_s));
    QVERIFY(!command.contains(QString::fromLatin1(token())));
    QVERIFY(!command.contains(u"redacted"_s));
    QVERIFY(label("inspectorSum").contains(u"PATCHBAY_TOKEN"_s));
}

void InspectorDialogTest::aCopiedCommandDoesTheSame()
{
    if (QStandardPaths::findExecutable(u"curl"_s).isEmpty())
        QSKIP("there is no curl");
    record();
    for (const QByteArray& padding : {QByteArray(), QByteArray(120'000, 'x')}) {
        const QByteArray body = wholeBody().replace("odd", "odd" + padding);
        const int before = list()->model()->rowCount();
        QCOMPARE(ask(post("/v1/messages?beta=a%20b", body)), 400);
        QVERIFY(haveRows(before + 1));
        list()->setCurrentIndex(list()->model()->index(0, 0));
        QVERIFY(QTest::qWaitFor(
            [&] {
                return text("inspectedRequest").remove(u'\n').contains(QString::fromLatin1(body));
            },
            kPatience));
        click("copyAsCurl");
        const QByteArray first = m_upstream->requests().last().body;
        QCOMPARE(first, body);
        QProcess shell;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PATCHBAY_TOKEN"_s, QString::fromLatin1(token()));
        shell.setProcessEnvironment(environment);
        shell.start(u"sh"_s, {u"-s"_s});
        shell.write(QGuiApplication::clipboard()->text().toUtf8());
        shell.closeWriteChannel();
        QVERIFY(QTest::qWaitFor([&] { return shell.state() == QProcess::NotRunning; }, kPatience));
        QVERIFY(shell.readAllStandardOutput().contains("invalid_request_error"));
        QCOMPARE(m_upstream->requests().last().path, QByteArray("/v1/messages?beta=a%20b"));
        QCOMPARE(m_upstream->requests().last().body.trimmed(), body);
        QVERIFY(haveRows(before + 2));
    }
}

void InspectorDialogTest::formatsJsonAsItStands()
{
    QCOMPARE(InspectorText::pretty(u"{\"b\":1,\"a\":{\"x\":[],\"y\":[1, \"a,:{\\\"}\"]}}"_s),
             u"{\n  \"b\": 1,\n  \"a\": {\n    \"x\": [],\n    \"y\": [\n      1,\n      "
             "\"a,:{\\\"}\"\n    ]\n  }\n}"_s);
    QCOMPARE(InspectorText::pretty(u"[{ }, 2"_s), u"[\n  {},\n  2"_s);
    QCOMPARE(InspectorText::pretty(u"{\"cut\": \"in a wo"_s), u"{\n  \"cut\": \"in a wo"_s);
    QCOMPARE(InspectorText::pretty(u" plain {text}"_s), u" plain {text}"_s);
    QCOMPARE(InspectorText::pretty(u"]}}"_s), u"]}}"_s);
    QCOMPARE(InspectorText::pretty(QString(50'000, u'[')).count(u'['), 50'000);
}

void InspectorDialogTest::showsLargeBodies()
{
    record();
    const QByteArray body = wholeBody().replace("odd", QByteArray(400'000, 'x'));
    QCOMPARE(ask(post("/v1/messages", body)), 400);
    QVERIFY(haveRows(1));
    QVERIFY(QTest::qWaitFor([&] { return text("inspectedRequest").contains(u"— cut at"_s); },
                            kPatience));
    QVERIFY(text("inspectedRequest").size() < 270'000);
    // No line of it is so long that it is laid out slowly; what is copied is as it came.
    for (const QString& line : text("inspectedRequest").split(u'\n'))
        QVERIFY(line.size() <= 2'000);
    click("inspectedRequestCopyBody");
    QVERIFY(QString::fromLatin1(body).startsWith(QGuiApplication::clipboard()->text()));
    click("copyAsCurl");
    QVERIFY(label("inspectorSum").contains(u"beginning"_s));
}

QTEST_MAIN(InspectorDialogTest)
#include "tst_inspectordialog.moc"
