#pragma once

#include "engine/audit/audit_report.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QDialog;
class QLabel;
class QTableView;

namespace evenhand::ui {

class ConventionsModel;

/// How other tools count the groups of an audit: a table of quantities by tools, and below it why the chosen
/// number is not Evenhand's.
class ConventionsPane final : public QWidget {
    Q_OBJECT
public:
    explicit ConventionsPane(QWidget* parent = nullptr);

    /// @param attribute  shown first; the report's first one when it has no such attribute
    void setAudit(std::shared_ptr<const AuditReport> audit, const QString& attribute = {});

private:
    void showAttribute();
    void showReason();

    std::shared_ptr<const AuditReport> m_audit;
    ConventionsModel* m_model;
    QComboBox* m_attribute;
    QLabel* m_attributeLabel;
    QLabel* m_reference;
    QTableView* m_table;
    QLabel* m_reason;
};

/// Opens the pane in a window of its own, which deletes itself when it is closed.
QDialog* showConventions(std::shared_ptr<const AuditReport> audit, const QString& attribute, QWidget* parent);

} // namespace evenhand::ui
