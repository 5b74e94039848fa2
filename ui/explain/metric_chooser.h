#pragma once

#include "engine/audit/audit_report.h"
#include "ui/explain/notion_choice.h"

#include <QDialog>

class QButtonGroup;
class QLabel;
class QVBoxLayout;

namespace evenhand::ui {

class ConflictView;

/// Four questions that lead to the notion of fairness that fits a decision, with the reasons, and why not all
/// notions can hold at once in the data at hand. Stays beside the window; the answer changes as one chooses.
class MetricChooser final : public QDialog {
    Q_OBJECT
public:
    explicit MetricChooser(QWidget* parent = nullptr);
    /// @param attribute  index of the one shown
    void setAudit(std::shared_ptr<const AuditReport> audit, std::size_t attribute);
    /// Empty until every question has an answer.
    [[nodiscard]] std::string recommendation() const { return m_recommendation; }

signals:
    /// An answer was chosen, and all questions have one.
    void recommended(const std::string& notion);

private:
    void askQuestions(Task task);
    void showAnswer();
    [[nodiscard]] const AttributeAudit& attribute() const { return m_audit->attributes[m_attribute]; }

    std::shared_ptr<const AuditReport> m_audit;
    std::size_t m_attribute = 0;
    std::optional<Task> m_askedFor;
    QWidget* m_questions = nullptr;
    QVBoxLayout* m_questionPlace;
    std::vector<QButtonGroup*> m_answers;
    QLabel* m_result;
    QLabel* m_reasons;
    ConflictView* m_conflict;
    std::string m_recommendation;
};

} // namespace evenhand::ui
