// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/claudetransport.h"

#include "accounts/claudeprogram.h"
#include "base/json.h"
#include "base/logging.h"

#include <QJsonArray>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

const QString kInitialize = QStringLiteral("initialize");
const QString kUsage = QStringLiteral("usage");

bool isMessages(const TransportRequest& request)
{
    return request.method == "POST" && request.url.path().endsWith("/v1/messages"_L1);
}

bool isModels(const TransportRequest& request)
{
    return request.method == "GET" && request.url.path().endsWith("/v1/models"_L1);
}

ResponseHead jsonHead(int status)
{
    return {status, {{"content-type", "application/json"}}};
}

// The program's list in the form of GET /v1/models, each model once.
QByteArray modelsJson(const QJsonArray& models)
{
    QJsonArray data;
    QSet<QString> seen;
    for (const QJsonValue& value : models) {
        const QJsonObject model = value.toObject();
        const QString id = model.value("resolvedModel"_L1).toString();
        if (id.isEmpty() || seen.contains(id))
            continue;
        seen.insert(id);
        // "Opus 5.5 · Best for everyday, complex tasks"
        const QString name =
            model.value("description"_L1).toString().section(u" · "_s, 0, 0).trimmed();
        data.append(QJsonObject{
            {u"type"_s, u"model"_s},
            {u"id"_s, id},
            {u"display_name"_s, name.isEmpty() ? model.value("displayName"_L1).toString() : name},
            {u"created_at"_s, u"1970-01-01T00:00:00Z"_s}});
    }
    return compactJson({{u"data"_s, data},
                        {u"has_more"_s, false},
                        {u"first_id"_s, data.first().toObject().value("id"_L1)},
                        {u"last_id"_s, data.last().toObject().value("id"_L1)}});
}

} // namespace

ClaudeTransports::ClaudeTransports(ClaudeOptions options)
    : m_options(std::move(options))
    , m_processes(std::make_shared<ClaudeProcesses>(m_options.longestIdleMs, m_options.mostKept))
{
}

std::unique_ptr<Transport> ClaudeTransports::make(const Account& account, TransportRequest request)
{
    return std::make_unique<ClaudeTransport>(m_options, m_processes, account, std::move(request));
}

ClaudeTransport::ClaudeTransport(const ClaudeOptions& options,
                                 std::shared_ptr<ClaudeProcesses> processes, const Account& account,
                                 TransportRequest request)
    : m_options(options)
    , m_processes(std::move(processes))
    , m_request(std::move(request))
{
    m_order.account = account;
    m_starting.setSingleShot(true);
    m_starting.setInterval(std::chrono::milliseconds(options.startMs));
    QObject::connect(&m_starting, &QTimer::timeout, &m_context,
                     [this] { finish(ClaudeProgram::silent()); });
}

ClaudeTransport::~ClaudeTransport()
{
    *m_alive = false;
    releaseProcess();
}

void ClaudeTransport::start(TransportListener& listener)
{
    m_listener = &listener;
    QMetaObject::invokeMethod(&m_context, [this] { begin(); }, Qt::QueuedConnection);
}

void ClaudeTransport::begin()
{
    if (!isMessages(m_request) && !isModels(m_request)) {
        m_head = jsonHead(404);
        m_bytes = R"({"type":"error","error":{"type":"not_found_error",)"
                  R"("message":"The claude program has nothing of this kind"}})";
        return finish(std::nullopt);
    }
    if (const auto fault = prepare())
        return finish(fault);
    if (isMessages(m_request)) {
        for (const MessageParam& message : std::as_const(m_question.messages))
            m_digests.append(digestOf(message));
        if (auto session = m_processes->take(m_order, m_request.conversation, m_digests)) {
            m_session = std::move(*session);
            m_session.process->listen([this](const QJsonObject& line) { lineCame(line); },
                                      [this](const Error& error) { finish(error); });
            m_listener->requestMoved();
            return ask(m_question.messages.last());
        }
    }
    startProcess();
}

std::optional<Error> ClaudeTransport::prepare()
{
    if (isMessages(m_request)) {
        auto question = ClaudeQuestion::fromBody(std::exchange(m_request.body, {}));
        if (!question)
            return question.error();
        m_question = std::move(*question);
    }
    m_order.program = ClaudeProgram::find(m_options.program);
    if (m_order.program.isEmpty())
        return ClaudeProgram::absent(m_options.program);
    m_order.configDir = ClaudeProgram::configDirOf(m_order.account, m_options.folder);
    m_order.workFolder = m_options.folder + "/empty"_L1;
    for (const QString& folder : {m_order.configDir, m_order.workFolder}) {
        if (!ClaudeProgram::makeFolder(folder))
            return ClaudeProgram::cannotStart(folder);
    }
    const Credential credential = std::exchange(m_request.credential, {});
    if (credential.form == Credential::Form::Program)
        m_order.token = credential.secret;
    m_order.model = m_question.model;
    m_order.system = m_question.system;
    m_order.effort = m_question.effort;
    m_order.maxTokens = m_question.maxTokens;
    return std::nullopt;
}

void ClaudeTransport::startProcess()
{
    m_step = Step::Starting;
    m_told = 0;
    m_session = {};
    m_session.conversation = m_request.conversation;
    m_session.process = std::make_unique<ClaudeProcess>(m_order);
    m_session.process->listen([this](const QJsonObject& line) { lineCame(line); },
                              [this](const Error& error) { finish(error); });
    m_session.process->start();
    m_session.process->write(ClaudeLine::control(
        kInitialize, {{u"subtype"_s, kInitialize}, {u"systemPrompt"_s, m_order.system}}));
    m_starting.start();
    m_listener->requestMoved();
}

void ClaudeTransport::lineCame(const QJsonObject& line)
{
    const QString type = line.value("type"_L1).toString();
    if (type == "control_request"_L1) {
        m_session.process->write(ClaudeLine::refusal(line.value("request_id"_L1).toString()));
        return;
    }
    if (type == "control_response"_L1) {
        const QJsonObject answer = line.value("response"_L1).toObject();
        const QString id = answer.value("request_id"_L1).toString();
        const QJsonObject response = answer.value("response"_L1).toObject();
        if (id == kUsage)
            m_session.limits.takeUsage(response);
        if (id == kInitialize && m_step == Step::Starting)
            initialized(response);
        else if (id == kUsage && m_step == Step::Listing)
            finish(std::nullopt);
        return;
    }
    if (m_step == Step::Telling)
        earlierTurnCame(line);
    else if (m_step == Step::Answering)
        answerCame(line);
}

void ClaudeTransport::initialized(const QJsonObject& response)
{
    m_starting.stop();
    m_session.version = response.value("claude_code_version"_L1).toString();
    if (!ClaudeProgram::isNewEnough(m_session.version))
        return finish(ClaudeProgram::tooOld(m_session.version));
    const QJsonObject account = response.value("account"_L1).toObject();
    if (account.value("tokenSource"_L1) == "none"_L1)
        return finish(ClaudeProgram::notSignedIn(m_order.account.name));
    m_listener->requestMoved();
    // Of a sign-in alone: a long-lived token may not ask.
    if (m_order.token.isEmpty())
        m_session.process->write(ClaudeLine::control(
            kUsage, {{u"subtype"_s, u"get_usage"_s}, {u"skip_behaviors"_s, true}}));
    if (isModels(m_request))
        return listModels(response);
    m_step = Step::Telling;
    const bool asTranscript = !ClaudeProgram::takesEarlierTurns(m_session.version) ||
                              m_processes->withoutEarlierTurns.contains(m_session.version);
    if (asTranscript)
        ask(m_question.asTranscript());
    else
        tellNext();
}

void ClaudeTransport::listModels(const QJsonObject& response)
{
    const QJsonArray models = response.value("models"_L1).toArray();
    if (models.isEmpty())
        return finish(ClaudeProgram::notUnderstood(u"no models"_s));
    m_head = jsonHead(200);
    m_bytes = modelsJson(models);
    m_step = Step::Listing;
    if (!m_order.token.isEmpty())
        return finish(std::nullopt);
    // The quota, if it comes soon.
    m_starting.disconnect();
    QObject::connect(&m_starting, &QTimer::timeout, &m_context, [this] { finish(std::nullopt); });
    m_starting.start(std::chrono::seconds(3));
}

void ClaudeTransport::tellNext()
{
    const qsizetype earlier = m_question.messages.size() - 1;
    while (m_told < earlier) {
        const MessageParam& message = m_question.messages[m_told++];
        m_session.process->write(ClaudeLine::earlier(message));
        if (message.role == Role::User)
            return; // the rest after its result
    }
    ask(m_question.messages.last());
}

void ClaudeTransport::earlierTurnCame(const QJsonObject& line)
{
    const QString type = line.value("type"_L1).toString();
    if (type == "result"_L1 && line.value("num_turns"_L1).toInt() == 0)
        return tellNext();
    if (type != "result"_L1 && type != "stream_event"_L1)
        return;
    // It took for a question what was none: this version knows no earlier turns.
    qCWarning(lcPool, "claude %ls takes no earlier turns: a transcript is sent instead",
              qUtf16Printable(m_session.version));
    m_processes->withoutEarlierTurns.insert(m_session.version);
    m_processes->retire(std::move(m_session.process), true);
    startProcess();
}

void ClaudeTransport::ask(const MessageParam& message)
{
    m_step = Step::Answering;
    m_answer.emplace(m_request.stream, m_session.used, m_session.limits);
    m_session.process->write(ClaudeLine::question(message));
}

void ClaudeTransport::answerCame(const QJsonObject& line)
{
    const bool wentTooFar = m_answer->goesTooFar();
    m_answer->take(line);
    if (m_answer->goesTooFar() && !wentTooFar)
        m_session.process->write(ClaudeLine::control(u"stop"_s, {{u"subtype"_s, u"interrupt"_s}}));
    if (line.value("subtype"_L1) == "status"_L1)
        m_listener->requestMoved();
    if (auto head = m_answer->takeHead())
        m_head = std::move(head);
    m_bytes += m_answer->takeBytes();
    if (m_head && m_head->status == 401) {
        // Of a key it would say what to do with a key.
        m_head.reset();
        m_bytes.clear();
        return finish(ClaudeProgram::rejected(m_order.account.name, !m_order.token.isEmpty()));
    }
    if (m_answer->isOver())
        finish(std::nullopt);
    else
        passOn();
}

void ClaudeTransport::passOn()
{
    const std::shared_ptr<bool> alive = m_alive; // each call may destroy this
    if (m_paused)
        return;
    if (const auto head = std::exchange(m_head, std::nullopt))
        m_listener->headCame(*head);
    if (!*alive || m_paused)
        return;
    if (const QByteArray bytes = std::exchange(m_bytes, {}); !bytes.isEmpty())
        m_listener->bytesCame(bytes);
    if (!*alive || m_paused)
        return;
    if (const auto end = std::exchange(m_end, std::nullopt)) {
        m_listener->trailersCame(end->trailers);
        m_listener->transportEnded(end->error);
    }
}

void ClaudeTransport::finish(const std::optional<Error>& error)
{
    if (m_step == Step::Over)
        return;
    m_starting.stop();
    HeaderList trailers = m_session.limits.headers();
    if (m_answer && !m_answer->requestId().isEmpty())
        trailers.emplaceBack("request-id", m_answer->requestId().toLatin1());
    if (m_answer && m_answer->isClean()) {
        m_session.seen = m_digests;
        m_session.seen.append(digestOf(m_answer->message()));
        m_session.used = m_answer->used();
        m_step = Step::Over;
        m_processes->keep(std::move(m_session));
    }
    releaseProcess();
    m_end = {std::move(trailers), error};
    passOn();
}

void ClaudeTransport::releaseProcess()
{
    const bool isBusy = m_step == Step::Telling || m_step == Step::Answering;
    m_step = Step::Over;
    m_processes->retire(std::move(m_session.process), isBusy);
}

void ClaudeTransport::setPaused(bool paused)
{
    if (m_paused == paused)
        return;
    m_paused = paused;
    // From the event loop: the one who resumes may be in the midst of a call from here.
    if (!paused)
        QMetaObject::invokeMethod(&m_context, [this] { passOn(); }, Qt::QueuedConnection);
}

} // namespace Patchbay
