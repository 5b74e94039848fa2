#pragma once

#include "ui/views/view.h"

#include "engine/pipeline/transfer.h"

namespace evenhand::ui {

/// What the Representation view shows, one at a time.
enum class RepresentationPage : std::uint8_t { Clouds, Training, Auditors, Tasks, Transfer };

/// What the Explain panel says about it, as HTML made from escaped data.
/// @param repeat    absent: the mean over all
/// @param transfer  of the Transfer page; may be null
[[nodiscard]] QString explainRepresentation(const ViewContext& context, RepresentationPage page,
    std::optional<std::size_t> repeat, const TransferReport* transfer = nullptr);

} // namespace evenhand::ui
