#pragma once

class QLabel;
class QWidget;

namespace evenhand::ui {

/// The word "proposed" beside a choice that nobody has confirmed yet.
[[nodiscard]] QLabel* makeProposedMark(QWidget* parent);

} // namespace evenhand::ui
