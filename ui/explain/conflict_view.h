#pragma once

#include "engine/audit/impossibility.h"

#include <QWidget>

class QButtonGroup;
class QLabel;

namespace evenhand::ui {

class ForcedRateBars;

/// Why not all notions can hold at once in the data at hand: two of three rates are held equal, as one
/// chooses, and what that forces the third to be is drawn for every group.
class ConflictView final : public QWidget {
    Q_OBJECT
public:
    explicit ConflictView(QWidget* parent = nullptr);
    void setAttribute(const AuditReport& report, const AttributeAudit& attribute);

private:
    void showChoice(int choice);

    Impossibility m_conflict;
    std::vector<std::string> m_names; ///< of the compared groups
    QLabel* m_rates;                  ///< base rates and what follows from them
    QWidget* m_choice;
    QButtonGroup* m_held;
    QLabel* m_forced;
    ForcedRateBars* m_bars;
    QLabel* m_compromise;
};

} // namespace evenhand::ui
