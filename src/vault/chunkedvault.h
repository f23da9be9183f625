// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "vault/vault.h"

#include <deque>
#include <memory>

namespace Patchbay {

/// Keeps values that are longer than one entry of `vault` may be (Windows: 2,560 bytes) in parts.
/// The entry itself then is a header: generation, number of parts, SHA-256 of the whole. New parts
/// are written under the other generation before the header names them, so a write that is cut
/// short leaves the old value; parts that do not fit the header are told as SecretAbsent. Changes
/// are made one after the other. An empty value is kept as a header without parts.
class ChunkedVault final : public Vault
{
    Q_OBJECT
public:
    /// `limit` is in bytes, at least 128; 0: entries may have any length.
    ChunkedVault(std::unique_ptr<Vault> vault, qsizetype limit, QObject* parent = nullptr);
    ~ChunkedVault() override;

    /// What the keychain of this system takes in one entry.
    [[nodiscard]] static qsizetype platformLimit();

    void read(const QString& key, Completion<Secret> done) override;
    void write(const QString& key, const Secret& secret, Completion<void> done) override;
    void remove(const QString& key, Completion<void> done) override;
    void check(Completion<void> done) override;
    [[nodiscard]] QString displayName() const override;

private:
    struct Header;
    struct Reading;
    struct Writing;

    void enqueue(Task task);
    /// Makes `done` also let the next change begin.
    [[nodiscard]] Completion<void> endingTurn(Completion<void> done);
    void readEntry(std::shared_ptr<Reading> reading);
    void readPart(std::shared_ptr<Reading> reading);
    void retryOrFail(std::shared_ptr<Reading> reading);
    void writePart(std::shared_ptr<Writing> writing);
    void writeEntry(std::shared_ptr<Writing> writing);
    void removeParts(const QString& key, const Header& header, int from, Completion<void> done);

    std::unique_ptr<Vault> m_vault;
    const qsizetype m_limit;
    std::deque<Task> m_changes; // the first one runs
};

} // namespace Patchbay
