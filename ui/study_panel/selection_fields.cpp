#include "ui/study_panel/selection_fields.h"

#include "engine/pipeline/search_space.h"
#include "engine/pipeline/selection.h"
#include "ui/session/session_controller.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>

namespace evenhand::ui {

namespace {

enum Kind : int { AsGiven, BestError, TwoStep };

int kindOf(const Draft& draft)
{
    if (!draft.selection)
        return AsGiven;
    return draft.selection->kind == SelectionKind::TwoStep ? TwoStep : BestError;
}

/// Combinations of values, those of the strength left out: they are runs in any case.
qulonglong combinations(const RunSpec& run)
{
    qulonglong count = 1;
    for (const auto& [id, values] : run.learner.params)
        count *= std::max<std::size_t>(1, values.size());
    for (const auto& [id, values] : without(run.method.params, strengthIdOf(run.method.id)))
        count *= std::max<std::size_t>(1, values.size());
    return count;
}

/// What there is to choose from: of a learner with a method where a method is ticked.
struct Choices {
    qulonglong combinations = 0; ///< of all pairs together
    int pairs = 0;
};
Choices choicesOf(const SessionState& state)
{
    Draft searched = state.draft;
    searched.selection = SelectionSpec {};
    Choices choices;
    for (const RunSpec& run : runsOf(searched, state.study.roles.task)) {
        if (!isSearched(run) || (run.method.id.empty() && !searched.methods.empty()))
            continue;
        choices.combinations += combinations(run);
        ++choices.pairs;
    }
    return choices;
}

} // namespace

SelectionFields::SelectionFields(SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_kind(new QComboBox(this))
    , m_folds(new QSpinBox(this))
    , m_keep(new NumberBox(this))
    , m_note(smallLabel({}, this))
{
    m_kind->setObjectName(QStringLiteral("selection"));
    m_kind->addItem(tr("as given"));
    m_kind->addItem(tr("best accuracy"));
    m_kind->addItem(tr("accuracy, then fairness"));
    m_kind->setToolTip(tr("As given: every combination of values is a run of its own. Otherwise each repeat "
                          "compares the combinations on folds of its training rows and keeps one: the most "
                          "accurate, or of those nearly as accurate the fairest (two-step validation)."));
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kind->setMinimumContentsLength(8);
    leaveWheelAlone(m_kind);
    m_folds->setObjectName(QStringLiteral("selection_folds"));
    m_folds->setRange(kMinimumSelectionFolds, kMaximumSelectionFolds);
    m_folds->setKeyboardTracking(false);
    m_folds->setToolTip(tr("Folds of the training rows on which the combinations are compared"));
    leaveWheelAlone(m_folds);
    m_keep->setObjectName(QStringLiteral("selection_keep"));
    m_keep->setRange(1, 100);
    m_keep->setDecimals(1);
    m_keep->setSingleStep(1);
    m_keep->setSuffix(tr(" % of the best"));
    auto* const layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(6);
    layout->setColumnStretch(0, 1);
    const auto addRow = [&](const QString& label, QWidget* control) {
        QLabel* const made = fieldLabel(label, control);
        const int row = layout->rowCount();
        layout->addWidget(made, row, 0);
        layout->addWidget(control, row, 1);
        control->setMinimumWidth(104);
        return made;
    };
    // Its words need the width of the panel.
    layout->addWidget(fieldLabel(tr("Hyper-parameters"), m_kind), 0, 0, 1, 2);
    layout->addWidget(m_kind, 1, 0, 1, 2);
    m_foldsLabel = addRow(tr("Folds for choosing"), m_folds);
    m_keepLabel = addRow(tr("Keep from"), m_keep);
    layout->addWidget(m_note, layout->rowCount(), 0, 1, 2);
    connectControls();
    connect(session, &SessionController::stateChanged, this, &SelectionFields::refresh);
    refresh();
}

void SelectionFields::connectControls()
{
    connect(m_kind, &QComboBox::activated, this, [this](int kind) {
        m_session->edit(tr("Choice of hyper-parameters"), {}, [kind](SessionState& state) {
            if (kind == AsGiven) {
                state.draft.selection.reset();
                return;
            }
            SelectionSpec selection = state.draft.selection.value_or(SelectionSpec {});
            selection.kind = kind == TwoStep ? SelectionKind::TwoStep : SelectionKind::BestError;
            state.draft.selection = selection;
        });
    });
    const auto editSelection
        = [this](const QString& what, const QString& key, const std::function<void(SelectionSpec&)>& change) {
              m_session->edit(what, key, [&](SessionState& state) {
                  if (state.draft.selection)
                      change(*state.draft.selection);
              });
          };
    connect(m_folds, &QSpinBox::valueChanged, this, [=](int folds) {
        editSelection(tr("Folds for choosing"), QStringLiteral("selection_folds"),
            [&](SelectionSpec& selection) { selection.folds = folds; });
    });
    connect(m_keep, &QDoubleSpinBox::valueChanged, this, [=](double percent) {
        editSelection(tr("Share of the best accuracy"), QStringLiteral("selection_keep"),
            [&](SelectionSpec& selection) { selection.keep = percent / 100.0; });
    });
}

void SelectionFields::refresh()
{
    const SessionState& state = m_session->state();
    const Draft& draft = state.draft;
    const Choices choices = choicesOf(state);
    setVisible(m_session->table() != nullptr && choices.pairs > 0);
    const int kind = kindOf(draft);
    const bool isClass = state.study.roles.task == Task::Classification;
    m_kind->setItemText(BestError, isClass ? tr("best accuracy") : tr("smallest error"));
    m_kind->setItemText(TwoStep, isClass ? tr("accuracy, then fairness") : tr("error, then fairness"));
    m_kind->setCurrentIndex(kind);
    const SelectionSpec selection = draft.selection.value_or(SelectionSpec {});
    const QSignalBlocker quiet[] {QSignalBlocker(m_folds), QSignalBlocker(m_keep)};
    m_folds->setValue(selection.folds);
    m_keep->setValue(selection.keep * 100.0);
    m_keep->setToolTip(isClass
            ? tr("Combinations with at least this share of the best accuracy stay in the choice")
            : tr("Combinations whose error is at most the smallest one divided by this share stay in the "
                 "choice"));
    for (QWidget* const widget : std::initializer_list<QWidget*> {m_folds, m_foldsLabel})
        widget->setVisible(kind != AsGiven);
    for (QWidget* const widget : std::initializer_list<QWidget*> {m_keep, m_keepLabel})
        widget->setVisible(kind == TwoStep);
    const QString count = QLocale().toString(choices.combinations);
    m_note->setText(kind == AsGiven
            ? tr("%1 combinations of values, each a run of its own.").arg(count)
            : tr("%1 combinations of values, compared in each repeat on its training rows alone.")
                  .arg(count));
}

} // namespace evenhand::ui
