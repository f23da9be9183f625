// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Comes before any other header of Asio's: 1.74 uses std::exchange and forgets to include it.
// clang-format off
#include <utility>

#include <boost/asio/io_context.hpp>
// clang-format on
