#pragma once

#include "ui/views/view.h"

#include <QPointer>
#include <QTimer>

class QButtonGroup;
class QComboBox;
class QFrame;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace evenhand::ui {

class ColumnGrid;
class DivergenceCard;
class GroupStrip;
class MetricChooser;
class VerdictCard;

/// How bad is it? What each notion of fairness says about the groups, in words.
class OverviewView final : public View {
    Q_OBJECT
public:
    explicit OverviewView(QWidget* parent = nullptr);
    [[nodiscard]] bool isFor(const ViewContext& context) const override;
    [[nodiscard]] QString explanation() const override;
    /// The attribute whose verdicts are shown; null without an audit.
    [[nodiscard]] const AttributeAudit* attribute() const;

protected:
    void refresh() override;

private:
    QWidget* makePage();
    QWidget* makeHeader();
    void showState();
    void showHeadlines();
    void fillSwitch();
    void showAttribute(int attribute);
    void showAccuracy();
    void showWarnings();
    void showCards();
    void attend(const std::string& notion);
    void openChooser();
    void recommend(const std::string& notion);

    QScrollArea* m_scroll;
    QFrame* m_state; ///< why there are no verdicts, or that they are of earlier choices
    QLabel* m_stateWords;
    QWidget* m_results;
    QLabel* m_source;
    QWidget* m_headlines = nullptr;
    QVBoxLayout* m_headlineRows;
    QPushButton* m_choose;
    QComboBox* m_switch;
    QWidget* m_segments = nullptr;
    QWidget* m_switchRow;
    QLabel* m_accuracy;
    GroupStrip* m_groups;
    ColumnGrid* m_cards;
    DivergenceCard* m_divergence;
    QFrame* m_warnings;
    QLabel* m_warningWords;
    QPointer<MetricChooser> m_chooser;
    QTimer m_rest; ///< the pointer has to rest on a card
    std::shared_ptr<const AuditReport> m_shown, m_shownBefore;
    std::size_t m_attribute = 0;
    std::string m_attended, m_resting, m_recommended; ///< notions
};

} // namespace evenhand::ui
