// SPDX-License-Identifier: GPL-3.0-or-later
#include "bareserver.h"
#include "pool/sockettransport.h"
#include "support/testcertificate.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QSslKey>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>

#include <sys/resource.h>

#include <algorithm>
#include <functional>

// Requests a second through the ways to an upstream that there are, in turn, in one run: what a
// request costs on the worker's thread, without scheduler and ledger. The server is a thread of
// this process in the clear, and node's over TLS.

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRounds = 3;

qint64 cpuMicroseconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_THREAD, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1'000'000LL + usage.ru_utime.tv_usec +
           usage.ru_stime.tv_usec;
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

// One that sends a request after the other.
class Asker final : public TransportListener
{
public:
    Asker(TransportFactory& factory, TransportRequest request, std::function<void(double)> done)
        : m_factory(factory)
        , m_request(std::move(request))
        , m_done(std::move(done))
    {
    }

    void ask()
    {
        m_account.id = {u"one"_s};
        m_timer.start();
        m_transport = m_factory.make(m_account, m_request);
        m_transport->start(*this);
    }

private:
    void requestMoved() override {}
    void headCame(const ResponseHead& head) override { m_status = head.status; }
    void bytesCame(const QByteArray&) override {}
    void transportEnded(const std::optional<Error>& error) override
    {
        if (error || m_status != 200)
            qFatal("%s", error ? qPrintable(error->sentence() + error->detail) : "no 200");
        m_transport.reset();
        m_done(static_cast<double>(m_timer.nsecsElapsed()) / 1e3);
    }

    TransportFactory& m_factory;
    const TransportRequest m_request;
    const std::function<void(double)> m_done;
    Account m_account;
    QElapsedTimer m_timer;
    std::unique_ptr<Transport> m_transport;
    int m_status = 0;
};

// Qt's own, with as many managers as it takes: each opens six connections to a host at most.
class QtTransport final : public Transport
{
public:
    QtTransport(QNetworkAccessManager& manager, const QSslConfiguration& tls,
                TransportRequest request)
        : m_manager(manager)
        , m_tls(tls)
        , m_request(std::move(request))
    {
    }
    void start(TransportListener& listener) override
    {
        QNetworkRequest request(m_request.url);
        request.setSslConfiguration(m_tls);
        // With 6.4.2 over HTTP/2 some requests to this server never end.
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        for (const auto& [name, value] : m_request.headers)
            request.setRawHeader(name, value);
        m_reply.reset(m_manager.post(request, m_request.body));
        QNetworkReply* const reply = m_reply.get();
        QObject::connect(reply, &QNetworkReply::finished, reply, [reply, &listener] {
            listener.headCame(
                {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), {}});
            listener.bytesCame(reply->readAll());
            listener.transportEnded(std::nullopt);
        });
    }
    void setPaused(bool) override {}

private:
    struct Later
    {
        void operator()(QNetworkReply* reply) const { reply->deleteLater(); }
    };
    QNetworkAccessManager& m_manager;
    const QSslConfiguration& m_tls;
    TransportRequest m_request;
    std::unique_ptr<QNetworkReply, Later> m_reply;
};

class QtTransports final : public TransportFactory
{
public:
    explicit QtTransports(const QString& caFile)
        : m_tls(QSslConfiguration::defaultConfiguration())
    {
        if (!caFile.isEmpty() && !m_tls.addCaCertificates(caFile))
            qFatal("no certificate");
        for (QNetworkAccessManager& manager : m_managers)
            manager.setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    }
    std::unique_ptr<Transport> make(const Account&, TransportRequest request) override
    {
        QNetworkAccessManager& manager = m_managers[m_next++ % std::size(m_managers)];
        return std::make_unique<QtTransport>(manager, m_tls, std::move(request));
    }
    void keepOnly(const QSet<AccountId>&) override {}

private:
    QSslConfiguration m_tls;
    QNetworkAccessManager m_managers[12];
    size_t m_next = 0;
};

struct Figures
{
    double perSecond = 0;
    double medianUs = 0;
    double cpuUs = 0;
};

Figures measure(TransportFactory& factory, const TransportRequest& request, int atOnce, int count)
{
    std::vector<std::unique_ptr<Asker>> askers;
    QList<double> took;
    int left = count;
    QTimer again; // from the event loop: an asker is within its own call when it is done
    again.setSingleShot(true);
    QList<Asker*> idle;
    QObject::connect(&again, &QTimer::timeout, &again, [&] {
        for (Asker* asker : std::exchange(idle, {}))
            asker->ask();
    });
    for (int i = 0; i < atOnce; ++i) {
        askers.push_back(std::make_unique<Asker>(factory, request, [&, i](double us) {
            took.append(us);
            if (--left >= atOnce)
                idle.append(askers[static_cast<size_t>(i)].get());
            if (!idle.isEmpty())
                again.start(0);
        }));
    }
    QElapsedTimer timer;
    timer.start();
    const qint64 cpu = cpuMicroseconds();
    for (const auto& asker : askers)
        asker->ask();
    while (took.size() < count)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    return {count / seconds, median(took),
            static_cast<double>(cpuMicroseconds() - cpu) / static_cast<double>(count)};
}

void compare(const QString& title, const QUrl& url, const QString& caFile)
{
    QTextStream out(stdout);
    out << "\n" << title << "\n";
    out << u"  %1 %2 | %3 %4 %5 | %6 %7 %8 | %9\n"_s.arg(u"body"_s, 7)
               .arg(u"at once"_s, 7)
               .arg(u"Qt req/s"_s, 9)
               .arg(u"p50 us"_s, 8)
               .arg(u"CPU us"_s, 7)
               .arg(u"ours"_s, 9)
               .arg(u"p50 us"_s, 8)
               .arg(u"CPU us"_s, 7)
               .arg(u"ratio"_s);
    QtTransports ofQt(caFile);
    SocketTransports sockets(caFile);
    for (const auto& [size, atOnce, count] : {std::tuple{1'000, 1, 2000},
                                              {1'000, 16, 4000},
                                              {1'000, 64, 6000},
                                              {200'000, 1, 100},
                                              {200'000, 16, 400}}) {
        TransportRequest request;
        request.method = "POST";
        request.url = url;
        request.url.setPath(u"/v1/messages"_s);
        request.body = QByteArray(size, 'x');
        request.headers = {{"content-type", "application/json"},
                           {"content-length", QByteArray::number(size)},
                           {"anthropic-version", "2023-06-01"},
                           {"accept-encoding", "identity"}};
        QList<Figures> figuresOfQt;
        QList<Figures> figuresOfOurs;
        for (int round = 0; round < kRounds; ++round) {
            figuresOfQt.append(measure(ofQt, request, atOnce, count));
            figuresOfOurs.append(measure(sockets, request, atOnce, count));
        }
        const auto each = [](const QList<Figures>& all, double Figures::* which) {
            QList<double> values;
            for (const Figures& one : all)
                values.append(one.*which);
            return median(values);
        };
        const double a = each(figuresOfQt, &Figures::perSecond);
        const double b = each(figuresOfOurs, &Figures::perSecond);
        out << u"  %1 %2 | %3 %4 %5 | %6 %7 %8 | %9\n"_s.arg(size, 7)
                   .arg(atOnce, 7)
                   .arg(a, 9, 'f', 0)
                   .arg(each(figuresOfQt, &Figures::medianUs), 8, 'f', 0)
                   .arg(each(figuresOfQt, &Figures::cpuUs), 7, 'f', 0)
                   .arg(b, 9, 'f', 0)
                   .arg(each(figuresOfOurs, &Figures::medianUs), 8, 'f', 0)
                   .arg(each(figuresOfOurs, &Figures::cpuUs), 7, 'f', 0)
                   .arg(b / a, 0, 'f', 1);
        out.flush();
    }
}

QByteArray constantAnswer()
{
    const QByteArray body =
        R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5",)"
        R"("content":[{"type":"text","text":")" +
        QByteArray("word ").repeated(170) +
        R"("}],"stop_reason":"end_turn","usage":{"input_tokens":25,"output_tokens":170}})";
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " +
           QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const BareServer server(constantAnswer());
    if (argc < 2)
        compare(u"in the clear"_s, server.url(), {});

    const QString node = QStandardPaths::findExecutable(u"node"_s);
    QString why;
    const auto tls = TestCertificate::make(TestCertificate::Kind::Good, &why);
    if (node.isEmpty() || !tls) {
        QTextStream(stdout) << "over TLS: not measured, for want of node or openssl\n";
        return 0;
    }
    const QTemporaryDir folder;
    const auto write = [&folder](const QString& name, const QByteArray& bytes) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
        return file.fileName();
    };
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(node, {QStringLiteral(BENCH_SOURCE "/tlsserver.js"),
                         write(u"server.pem"_s, tls->server.localCertificate().toPem()),
                         write(u"key.pem"_s, tls->server.privateKey().toPem())});
    if (!process.waitForReadyRead())
        qFatal("no server over TLS");
    compare(u"over TLS"_s,
            QUrl(u"https://127.0.0.1:"_s + QString::fromLatin1(process.readLine().trimmed())),
            write(u"ca.pem"_s, tls->authority.toPem()));
    process.kill();
    process.waitForFinished();
    return 0;
}
