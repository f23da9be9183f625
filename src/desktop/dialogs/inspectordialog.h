// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/inspector/inspectedrequest.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QSplitter;
class QStackedWidget;
class QTreeView;

namespace Patchbay {

class Core;
class InspectorDetails;
class InspectorFilter;
class InspectorModel;
class RequestInspector;

/// What came to the local endpoint and what was answered, live, for a person who looks why a tool
/// misbehaves. Does not block the window. GUI thread.
class InspectorDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit InspectorDialog(Core& core, QWidget* parent = nullptr);
    ~InspectorDialog() override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QWidget* buildSwitches();
    [[nodiscard]] QWidget* buildFilters();
    void buildList();
    [[nodiscard]] QWidget* buildFoot();
    void showRecording();
    void showRequests();
    void showClients();
    void showEmpty();
    void choose();
    void copyCurl();
    void clear();

    Core& m_core;
    RequestInspector& m_inspector;
    InspectorModel* m_model = nullptr;
    InspectorFilter* m_filter = nullptr;
    QCheckBox* m_record = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_clear = nullptr;
    QSpinBox* m_count = nullptr;
    QLineEdit* m_text = nullptr;
    QComboBox* m_client = nullptr;
    QComboBox* m_kind = nullptr;
    QTreeView* m_list = nullptr;
    QLabel* m_empty = nullptr;
    QStackedWidget* m_pages = nullptr; // what there is, or why there is nothing
    QSplitter* m_splitter = nullptr;
    QStackedWidget* m_right = nullptr;
    InspectorDetails* m_details = nullptr;
    QLabel* m_sum = nullptr;
    QPushButton* m_curl = nullptr;
    quint64 m_chosen = 0;
};

} // namespace Patchbay
