// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/endpointrule.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace Patchbay {

/// The fields of one rule for the endpoint. GUI thread.
class RuleFields final : public QWidget
{
    Q_OBJECT
public:
    explicit RuleFields(QWidget* parent = nullptr);

    /// Those to choose from beside all.
    void setClients(const QStringList& names);
    void setRule(const EndpointRule& rule);
    /// InvalidInput for a number that is none; the field gets the focus.
    [[nodiscard]] Result<EndpointRule> rule() const;

Q_SIGNALS:
    void edited();
    /// Enter was pressed in a field.
    void confirmed();

private:
    [[nodiscard]] QLineEdit* line(const QString& name, const QString& objectName,
                                  const QString& placeholder);
    void chooseClient(const QString& name);
    void chooseCache(const std::optional<qint64>& seconds);

    QComboBox* m_client = nullptr;
    QLineEdit* m_model = nullptr;
    QLineEdit* m_useModel = nullptr;
    QLineEdit* m_maxTokens = nullptr;
    QComboBox* m_cache = nullptr;
};

} // namespace Patchbay
