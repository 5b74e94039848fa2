#pragma once

#include "engine/audit/audit_report.h"

#include <QWidget>

class QPushButton;

namespace evenhand::ui {

class ColumnGrid;

/// The groups of an attribute: name, rows, share of all, and whether a group is too small for a verdict.
class GroupStrip final : public QWidget {
    Q_OBJECT
public:
    explicit GroupStrip(QWidget* parent = nullptr);
    void setGroups(const AttributeAudit& attribute);

private:
    void fold();

    ColumnGrid* m_grid;
    QPushButton* m_all; ///< shows the groups that are left out
};

} // namespace evenhand::ui
