#pragma once

#include "ui/session/draft.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace evenhand::ui {

struct ComponentChoice;
struct SessionState;
class ComponentList;
class ParamForm;
class SessionController;

/// The choice of learners or of fairness methods: any number can be ticked, each with its own parameters. The
/// form below the list is that of the row with the focus.
class ComponentSection final : public QWidget {
    Q_OBJECT
public:
    enum class Kind : std::uint8_t { Learner, Method };

    ComponentSection(Kind kind, SessionController* session, QWidget* parent = nullptr);

signals:
    void summaryChanged(const QString& summary);

private:
    QWidget* makeHead();
    void setTicked(const QString& id, bool on);
    void tickAll();
    void untickAll();
    void refresh();
    void refreshForm();
    [[nodiscard]] std::vector<ComponentChoice> choices() const;
    [[nodiscard]] std::vector<Component>& tickedIn(Draft& draft) const;
    [[nodiscard]] const std::vector<Component>& ticked() const;
    [[nodiscard]] Component withParameters(const std::string& id) const;
    [[nodiscard]] QString summary() const;

    Kind m_kind;
    SessionController* m_session;
    QToolButton* m_all;
    QToolButton* m_none;
    ComponentList* m_list;
    QLabel* m_title;
    QLabel* m_description;
    ParamForm* m_form;
    std::string m_focused;                      ///< id; empty: none
    std::map<std::string, ParamGrid> m_earlier; ///< parameters of what was unticked
};

} // namespace evenhand::ui
