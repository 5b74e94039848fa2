#pragma once

#include "engine/data/study.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace evenhand::ui {

class ParamForm;
class SessionController;

/// The choice of a learner or of a fairness method, with its parameters.
class ComponentSection final : public QWidget {
    Q_OBJECT
public:
    enum class Kind : std::uint8_t { Learner, Method };

    ComponentSection(Kind kind, SessionController* session, QWidget* parent = nullptr);

signals:
    void summaryChanged(const QString& summary);

private:
    void refresh();
    void fillChoices(Task task);
    [[nodiscard]] Component& componentOf(RunSpec& draft) const;

    Kind m_kind;
    SessionController* m_session;
    QComboBox* m_choice;
    QLabel* m_description;
    ParamForm* m_form;
    int m_filledFor = -1; ///< task whose choices the combo box has
};

} // namespace evenhand::ui
