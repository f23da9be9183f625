// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/inspector/inspectedrequest.h"

#include <QWidget>

class QLabel;
class QTabWidget;
class QGridLayout;

namespace Patchbay {

class InspectedView;

/// All that is kept of one request, in tabs. GUI thread.
class InspectorDetails final : public QWidget
{
    Q_OBJECT
public:
    explicit InspectorDetails(QWidget* parent = nullptr);

    void show(const InspectedRequest& request);
    [[nodiscard]] const InspectedRequest& request() const { return m_request; }

private:
    void fill(bool isSame);
    [[nodiscard]] QString upstreamText(bool pretty) const;
    void fillTiming();
    [[nodiscard]] QWidget* buildTiming();
    void addFact(const QString& name, const QString& objectName, QLabel*& value);

    InspectedRequest m_request;
    QLabel* m_title = nullptr;
    QLabel* m_error = nullptr;
    QTabWidget* m_tabs = nullptr;
    InspectedView* m_sent = nullptr;
    InspectedView* m_answer = nullptr;
    InspectedView* m_upstream = nullptr;
    QGridLayout* m_facts = nullptr;
    QLabel* m_came = nullptr;
    QLabel* m_client = nullptr;
    QLabel* m_model = nullptr;
    QLabel* m_attempts = nullptr;
    QLabel* m_times = nullptr;
    QLabel* m_sizes = nullptr;
    QLabel* m_tokens = nullptr;
    QLabel* m_cost = nullptr;
    QLabel* m_requestId = nullptr;
};

} // namespace Patchbay
