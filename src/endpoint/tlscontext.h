// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "endpoint/asio.h"

#include <boost/asio/ssl/context.hpp>

#include <memory>

namespace Patchbay {

/// TLS 1.2 or newer with a certificate (and those above it) and its key, both PEM files.
/// InvalidInput says which of them is wrong.
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>>
makeTlsContext(const QString& certificateFile, const QString& keyFile);

} // namespace Patchbay
