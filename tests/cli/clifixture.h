// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/program.h"

#include <QJsonObject>
#include <QTemporaryDir>

namespace Patchbay {

/// A folder, variables and an upstream of a test's own, and patchbay-cli run with them.
class CliFixture final
{
public:
    CliFixture();

    /// Added to, or in place of, what every run gets: the folders and the memory vault.
    QHash<QString, QString> variables;

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    /// Writes a file into the folder; its path.
    QString write(const QString& name, const QByteArray& content) const;

    /// Runs patchbay-cli with the words of `line`, then `more` as they are.
    Program run(const QString& line, const QStringList& more = {}, const QByteArray& input = {});

    /// Starts `patchbay-cli simulate` with this script as the upstream of what runs from now on.
    [[nodiscard]] bool startUpstream(const QByteArray& script);
    /// `CLAUDE_API_KEY` for what runs from now on.
    void setKey(const QString& key);
    [[nodiscard]] const QString& baseUrl() const { return m_baseUrl; }

    [[nodiscard]] static QJsonObject json(const QByteArray& bytes);

private:
    QTemporaryDir m_folder;
    QString m_baseUrl;
    std::unique_ptr<Program> m_simulator;
};

} // namespace Patchbay
