#pragma once

#include "ui/session/session_controller.h"

#include <QElapsedTimer>
#include <QUndoCommand>

namespace evenhand::ui {

/// One step of undo: the choices before and after it.
class SessionCommand final : public QUndoCommand {
public:
    SessionCommand(SessionController* controller, const QString& what, QString key, SessionState before,
        SessionState after)
        : QUndoCommand(what)
        , m_controller(controller)
        , m_key(std::move(key))
        , m_before(std::move(before))
        , m_after(std::move(after))
    {
        m_age.start();
    }
    void undo() override { m_controller->setState(m_before); }
    void redo() override { m_controller->setState(m_after); }
    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* next) override
    {
        const auto* const other = static_cast<const SessionCommand*>(next);
        if (m_key.isEmpty() || other->m_key != m_key || m_age.elapsed() > 800)
            return false;
        m_after = other->m_after;
        m_age.restart();
        return true;
    }

private:
    SessionController* m_controller;
    QString m_key;
    SessionState m_before, m_after;
    QElapsedTimer m_age;
};

} // namespace evenhand::ui
